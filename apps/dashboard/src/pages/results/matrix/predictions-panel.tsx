import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PredictionRow } from '@trainyard/contracts';
import { useState } from 'react';
import { asProblem } from '../../../api/use-action.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count, formatInteger, formatPercent } from '../../../format/number.ts';
import type { MatrixCell } from '../../../sections/matrix-table.tsx';
import type { ResultSource } from '../result-source.ts';
import { predictionQuery } from './cell-search.ts';
import classes from './predictions.module.css';
import { SampleDetail } from './sample-detail.tsx';

const pageSize = 20;

export interface PredictionsPanelProps {
  source: ResultSource;
  cell: MatrixCell | null;
  onClear: () => void;
}

/** Every prediction of a cell of the matrix, or every wrong one: the surest first, since those teach most. */
export function PredictionsPanel(props: PredictionsPanelProps) {
  const { cell } = props;
  // Another cell begins at its first page.
  return <Pages key={JSON.stringify(cell)} {...props} />;
}

function Pages({ source, cell, onClear }: PredictionsPanelProps) {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const [chosen, setChosen] = useState<string | null>(null);
  const cursor = cursors.at(-1);
  const query = predictionQuery(cell, pageSize, cursor);
  const asked = useQuery({
    queryKey: ['predictions of a result', source.run.id, source.readOnly, query],
    queryFn: ({ signal }) => source.readPredictions(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  if (asked.data === undefined && asked.error !== null && asProblem(asked.error).code === 'predictions-absent') {
    return null;
  }
  const items = asked.data?.items ?? [];
  const total = asked.data?.total ?? 0;
  const shown = items.find((row) => row.sample_id === chosen) ?? items[0];
  const first = (cursors.length - 1) * pageSize;
  const turn = (next: readonly (string | undefined)[]) => {
    setCursors(next);
    setChosen(null);
  };
  return (
    <Panel
      title={cell === null ? 'Wrong predictions' : 'Predictions of this cell'}
      note={asked.data === undefined ? undefined : count(total, 'sample')}
      flush
      actions={
        cell !== null && (
          <Button
            variant="light"
            rightSection={<IconX size={14} aria-hidden />}
            onClick={onClear}
            className={classes.chip ?? ''}
          >
            <span className="cut">
              True <bdi>{cell.truth}</bdi>, predicted <bdi>{cell.prediction}</bdi>
            </span>
            <span className="unseen">: show all</span>
          </Button>
        )
      }
    >
      {asked.error !== null && asked.data === undefined && (
        <ErrorState error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <LoadingState what="Loading the predictions" rows={6} />}
      {asked.data !== undefined && (
        <div className={classes.columns}>
          <div className={classes.list}>
            <DataTable<PredictionRow>
              caption={
                cell === null ? 'Wrong predictions, the surest first' : 'Predictions of this cell, the surest first'
              }
              rows={items}
              keyOf={(row) => row.sample_id}
              none={cell === null ? 'Every prediction on the test part is right.' : 'No sample is in this cell.'}
              columns={[
                {
                  key: 'sample',
                  title: 'Sample',
                  rowHeader: true,
                  cell: (row) => (
                    <button
                      type="button"
                      className={classes.sample}
                      aria-pressed={row === shown}
                      title={row.sample_id}
                      onClick={() => setChosen(row.sample_id)}
                    >
                      <bdi>{row.sample_id}</bdi>
                    </button>
                  ),
                },
                { key: 'truth', title: 'True', cell: (row) => <ClassName label={row.truth} /> },
                {
                  key: 'prediction',
                  title: 'Predicted',
                  cell: (row) => <ClassName label={row.prediction} />,
                },
                {
                  key: 'confidence',
                  title: 'Confidence',
                  numeric: true,
                  cell: (row) => formatPercent(row.confidence, 1),
                },
              ]}
            />
            {total > pageSize && (
              <nav className={classes.pages} aria-label="Pages of predictions">
                <span className="muted">
                  {formatInteger(first + 1)} to {formatInteger(first + items.length)} of {formatInteger(total)}
                </span>
                <Button variant="default" disabled={cursors.length === 1} onClick={() => turn(cursors.slice(0, -1))}>
                  Surer
                </Button>
                <Button
                  variant="default"
                  disabled={asked.data.next_cursor === null}
                  onClick={() => turn([...cursors, asked.data.next_cursor ?? undefined])}
                >
                  Less sure
                </Button>
              </nav>
            )}
          </div>
          {shown !== undefined && <SampleDetail row={shown} source={source} />}
        </div>
      )}
    </Panel>
  );
}

function ClassName({ label }: { label: string }) {
  return (
    <bdi className={classes.className} title={label}>
      {label}
    </bdi>
  );
}
