import { Link } from '@tanstack/react-router';
import type { Worker } from '@trainyard/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Meter } from '../../components/meter.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { nothing } from '../../format/number.ts';
import { fromWire } from '../../format/wire-number.ts';
import { DrainButton } from './drain-button.tsx';
import { WorkerRuns } from './worker-runs.tsx';
import { workerStatus } from './worker-status.ts';
import classes from './workers.module.css';

const columns: readonly Column<Worker>[] = [
  {
    key: 'name',
    title: 'Worker',
    rowHeader: true,
    cell: ({ id, name }) => (
      <Link to="/workers/$id" params={{ id }} title={name}>
        <bdi>{name}</bdi>
      </Link>
    ),
  },
  { key: 'host', title: 'Computer', cell: ({ host }) => <bdi title={host}>{host}</bdi> },
  {
    key: 'status',
    title: 'Status',
    cell: ({ status }) => <Badge tone={workerStatus(status).tone}>{workerStatus(status).word}</Badge>,
  },
  { key: 'slots', title: 'Slots busy', numeric: true, cell: ({ busy, slots }) => `${busy} of ${slots}` },
  { key: 'runs', title: 'Runs', cell: ({ runs }) => <WorkerRuns runs={runs} /> },
  {
    key: 'cpu',
    title: 'CPU',
    cell: ({ sample }) =>
      sample === null ? (
        nothing
      ) : (
        <div className={classes.meter}>
          <Meter
            label="CPU"
            fraction={fromWire(sample.cpu_percent) / 100}
            text={`${Math.round(fromWire(sample.cpu_percent))}\u202f%`}
            warnAt={1.1}
          />
        </div>
      ),
  },
  {
    key: 'memory',
    title: 'Memory',
    cell: ({ sample }) =>
      sample === null ? (
        nothing
      ) : (
        <div className={classes.meter}>
          <Meter
            label="Memory"
            fraction={sample.memory_bytes / sample.memory_total_bytes}
            text={formatBytes(sample.memory_bytes)}
          />
        </div>
      ),
  },
  {
    key: 'disk',
    title: 'Disk free',
    numeric: true,
    cell: ({ sample }) => (sample === null ? nothing : formatBytes(sample.disk_free_bytes)),
  },
  {
    key: 'gpus',
    title: 'GPUs',
    cell: ({ gpus, sample }) =>
      gpus.length === 0 ? 'none' : (sample?.gpus.map(({ name }) => name).join(', ') ?? String(gpus.length)),
  },
  { key: 'beat', title: 'Last sign', cell: ({ last_beat_at }) => <Time at={last_beat_at} /> },
];

export function WorkerTable({ items, admin }: { items: readonly Worker[]; admin: boolean }) {
  return (
    <DataTable
      caption="Workers"
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        ...columns,
        ...(admin
          ? [{ key: 'drain', title: 'Takes runs', cell: (worker: Worker) => <DrainButton worker={worker} /> }]
          : []),
      ]}
    />
  );
}
