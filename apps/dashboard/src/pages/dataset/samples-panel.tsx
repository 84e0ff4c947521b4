import { NativeSelect } from '@mantine/core';
import type { DatasetSample, DatasetVersion } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { cursorOf } from '../../app/cursor-trail.ts';
import { useSearchText } from '../../app/use-search.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatInteger, formatNumber, nothing } from '../../format/number.ts';
import classes from './dataset.module.css';
import { PageButtons } from './page-buttons.tsx';
import { SignalView } from './signal-view.tsx';

const pageSize = 25;

function columnsOf(
  items: readonly DatasetSample[],
  shown: string | undefined,
  show: ((sample: DatasetSample) => void) | null,
): Column<DatasetSample>[] {
  const more = [...new Set(items.flatMap(({ columns }) => Object.keys(columns)))];
  const timed = items.some(({ rate_hz }) => rate_hz !== null);
  return [
    {
      key: 'id',
      title: 'Sample',
      rowHeader: true,
      cell: (sample) =>
        show === null || sample.rate_hz === null ? (
          <bdi title={sample.sample_id}>{sample.sample_id}</bdi>
        ) : (
          <button
            type="button"
            className={classes.sample}
            aria-pressed={sample.sample_id === shown}
            title={`Draw ${sample.sample_id}`}
            onClick={() => show(sample)}
          >
            <bdi>{sample.sample_id}</bdi>
          </button>
        ),
    },
    { key: 'label', title: 'Label', cell: ({ label }) => <bdi title={label ?? ''}>{label ?? nothing}</bdi> },
    ...(timed
      ? ([
          { key: 'rate', title: 'Rate (Hz)', numeric: true, cell: ({ rate_hz }) => formatNumber(rate_hz) },
          { key: 'n', title: 'Values', numeric: true, cell: ({ n }) => (n === null ? nothing : formatInteger(n)) },
          { key: 'seconds', title: 'Length (s)', numeric: true, cell: ({ seconds }) => formatNumber(seconds) },
        ] satisfies Column<DatasetSample>[])
      : []),
    ...more.map((name) => ({
      key: `c:${name}`,
      title: <bdi>{name}</bdi>,
      cell: ({ columns }: DatasetSample) => <bdi title={columns[name]}>{columns[name] ?? nothing}</bdi>,
    })),
    { key: 'file', title: 'File', cell: ({ file }) => <bdi title={file}>{file}</bdi> },
  ];
}

/** Samples in the order of the index; one of them is drawn. */
export function SamplesPanel({ version, full }: { version: DatasetVersion; full: string }) {
  const [search, change] = useSearchText();
  const { label, sample, samples: trail } = search;
  const cursor = cursorOf(trail);
  const samples = useRoute(
    'listSamples',
    {
      params: { name: full },
      query: {
        limit: pageSize,
        ...(label === undefined ? {} : { label }),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { keepPrevious: true },
  );
  const items = samples.data?.items ?? [];
  const drawn = version.kind === 'signals' ? (sample ?? items[0]?.sample_id) : undefined;
  return (
    <>
      {drawn !== undefined && (
        <SignalView full={full} sample={drawn} columns={items.find(({ sample_id }) => sample_id === drawn)?.columns} />
      )}
      <Panel
        title="Samples"
        note={samples.data === undefined ? undefined : formatInteger(samples.data.total)}
        flush
        actions={
          version.classes.length > 0 && (
            <NativeSelect
              aria-label="Label"
              className={classes.labels ?? ''}
              value={label ?? ''}
              onChange={(event) =>
                change({ label: event.currentTarget.value || undefined, samples: undefined, sample: undefined })
              }
              data={[
                { value: '', label: 'All labels' },
                ...version.classes.map((one) => ({ value: one.label, label: one.label })),
              ]}
            />
          )
        }
      >
        {samples.data === undefined ? (
          samples.isError ? (
            <ErrorState error={samples.error} retry={() => void samples.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading samples" />
          )
        ) : (
          <>
            <DataTable
              caption="Table of samples"
              rows={items}
              keyOf={({ sample_id }) => sample_id}
              none={label === undefined ? 'This version has no list of single samples.' : 'No sample has this label.'}
              columns={columnsOf(
                items,
                drawn,
                version.kind === 'signals' ? (one) => change({ sample: one.sample_id }, { replace: true }) : null,
              )}
            />
            <PageButtons size={pageSize} next={samples.data.next_cursor} />
          </>
        )}
      </Panel>
    </>
  );
}
