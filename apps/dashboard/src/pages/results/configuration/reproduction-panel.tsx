import { Button } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { asProblem, useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { count, formatNumber } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import classes from './configuration.module.css';
import { type CheckedThing, reproductionRows, verdictWords } from './reproduction-words.ts';

const askAgainMs = 3_000;

/** Repeats the run from its record, and tells whether every number came out the same. */
export function ReproductionPanel({ run }: { run: Run }) {
  const found = useRoute('getReproduction', { params: { id: run.id } }, { everyMs: askAgainMs });
  const repeat = useAction('reproduceRun', {
    refreshes: ['getReproduction', 'listRuns'],
    done: (fresh) => `Run ${fresh.number} repeats it.`,
  });
  if (run.executor === 'external' || !hasEnded(run.status)) return null;
  const none = found.error !== null && asProblem(found.error).code === 'reproduction-not-found';
  const result = none ? undefined : found.data;
  return (
    <Panel
      title="Repeat"
      actions={
        <Button
          variant="default"
          leftSection={<IconRepeat size={15} aria-hidden />}
          loading={repeat.isPending}
          onClick={() => repeat.mutate({ params: { id: run.id } })}
        >
          Repeat from the record
        </Button>
      }
    >
      {found.isPending && <LoadingState what="Looking for a repeat" rows={2} />}
      {none && (
        <p className="muted">
          A repeat runs with the same code, data, split, seed and threads; every number and file is then held against
          this run.
        </p>
      )}
      {found.error !== null && !none && result === undefined && (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      )}
      {result !== undefined && (
        <>
          <p className={classes.verdict}>
            <Badge tone={verdictWords[result.verdict].tone}>{verdictWords[result.verdict].word}</Badge>
            <span>{verdictWords[result.verdict].text}</span>
            <Link to="/runs/$id" params={{ id: result.run === run.id ? result.original : result.run }}>
              {result.run === run.id ? 'The original' : 'The repeat'}
            </Link>
          </p>
          {result.warnings.map((warning) => (
            <p key={warning} className={classes.caveat} dir="auto">
              {warning}
            </p>
          ))}
          {result.verdict !== 'pending' && (
            <details className={classes.details}>
              <summary>
                {count(result.compared.length, 'number')} and {count(result.files.length, 'file')} compared
              </summary>
              <DataTable<CheckedThing>
                caption="Numbers and files of the original and of its repeat"
                rows={reproductionRows(result)}
                keyOf={({ key }) => key}
                columns={[
                  { key: 'name', title: 'What', rowHeader: true, cell: ({ name }) => <bdi title={name}>{name}</bdi> },
                  { key: 'original', title: 'Original', numeric: true, cell: ({ original }) => show(original) },
                  { key: 'repeat', title: 'Repeat', numeric: true, cell: ({ repeat: again }) => show(again) },
                  {
                    key: 'equal',
                    title: 'Same',
                    cell: ({ equal }) => <Badge tone={equal ? 'ok' : 'bad'}>{equal ? 'Same' : 'Differs'}</Badge>,
                  },
                ]}
              />
            </details>
          )}
        </>
      )}
    </Panel>
  );
}

function show(value: string | number | null) {
  if (typeof value === 'string' && value.length > 20) return <code title={value}>{value.slice(0, 12)}…</code>;
  return <span title={value === null ? undefined : String(value)}>{formatNumber(value, 6)}</span>;
}
