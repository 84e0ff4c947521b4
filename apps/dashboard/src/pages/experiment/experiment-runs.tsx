import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration } from '../../components/time.tsx';
import { formatPercent, nothing } from '../../format/number.ts';
import { hasEnded } from '../../format/run-status.ts';
import { fromWire } from '../../format/wire-number.ts';
import { formatMetric } from '../run/metrics/metric-cells.ts';
import classes from './experiment-page.module.css';
import { bestRun, mainMetric } from './experiment-summary.ts';

/** A row a run: status, progress, the figure that they are judged by, and why one ended early. */
export function ExperimentRuns({ runs }: { runs: readonly Run[] }) {
  const metric = mainMetric(runs);
  const best = metric === null ? null : bestRun(runs, metric);
  const columns: Column<Run>[] = [
    { key: 'number', title: 'Run', numeric: true, width: 56, cell: ({ number }) => number },
    {
      key: 'name',
      title: 'Name',
      rowHeader: true,
      cell: ({ number, name }) => (
        <Link to="/runs/$id" params={{ id: String(number) }} title={name}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    {
      key: 'status',
      title: 'Status',
      cell: ({ status, pending, reason }) => <StatusBadge status={status} waiting={pending[0]} reason={reason} />,
    },
    {
      key: 'trainer',
      title: 'Trainer',
      cell: ({ trainer, preset }) => `${trainer ?? 'outside'}${preset === null ? '' : ` (${preset})`}`,
    },
    { key: 'progress', title: 'Progress', cell: (run) => <Progress run={run} /> },
    ...(metric === null
      ? []
      : [
          {
            key: 'metric',
            title: <bdi>{metric.label}</bdi>,
            numeric: true,
            cell: (run: Run) => {
              const value = run.metrics[metric.key];
              if (value === undefined) return nothing;
              const text = formatMetric(metric, fromWire(value));
              return run.id === best ? (
                <span className={classes.best}>
                  <span className="muted">best </span>
                  {text}
                </span>
              ) : (
                text
              );
            },
          },
        ]),
    {
      key: 'time',
      title: 'Time',
      numeric: true,
      cell: ({ running_s: seconds }) => (seconds > 0 ? <Duration seconds={seconds} /> : nothing),
    },
    {
      key: 'why',
      title: 'Note',
      cell: ({ status, reason }) => (
        <span className={classes.why} dir="auto" title={reason?.message}>
          {status === 'completed' ? '' : (reason?.message ?? '')}
        </span>
      ),
    },
  ];
  return (
    <Panel title="Runs" note={String(runs.length)} flush>
      <DataTable
        caption="Runs of this experiment"
        columns={columns}
        rows={runs}
        keyOf={({ id }) => id}
        none="This experiment has no runs."
      />
    </Panel>
  );
}

function Progress({ run }: { run: Run }) {
  const { fraction, epoch, total_epochs: epochs } = run.progress;
  if (run.status === 'queued') return <span className={classes.figure}>waits</span>;
  if (hasEnded(run.status))
    return (
      <span className={classes.figure}>{run.status === 'completed' ? '100\u202f%' : formatPercent(fraction, 0)}</span>
    );
  return (
    <span className={classes.bar}>
      <ProgressBar label={`Progress of run ${run.number}`} fraction={fraction} />
      <span className={classes.figure}>
        {epoch !== null && epochs !== null ? `${epoch} of ${epochs}` : formatPercent(fraction, 0)}
      </span>
    </span>
  );
}
