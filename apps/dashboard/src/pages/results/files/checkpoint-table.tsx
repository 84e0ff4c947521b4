import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import type { CheckpointRow } from '@trainyard/contracts';
import { DataTable } from '../../../components/data-table.tsx';
import { Bytes } from '../../../components/figures.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { formatNumber } from '../../../format/number.ts';
import { capital } from '../../run/header/progress-words.ts';

const mostMetrics = 4;

function metricWords(row: CheckpointRow): string {
  return Object.entries(row.metrics)
    .slice(0, mostMetrics)
    .map(([key, value]) => `${key} ${formatNumber(value)}`)
    .join(', ');
}

export function CheckpointTable({
  checkpoints,
  counts,
  onContinue,
}: {
  checkpoints: readonly CheckpointRow[];
  /** What the trainer counts: epochs, or its own word for them. */
  counts: string;
  onContinue?: (() => void) | undefined;
}) {
  return (
    <Panel
      title="Checkpoints"
      note="newest first"
      flush
      actions={
        onContinue !== undefined && checkpoints.length > 0 ? (
          <Button variant="default" leftSection={<IconPlayerTrackNext size={15} aria-hidden />} onClick={onContinue}>
            Continue from one
          </Button>
        ) : undefined
      }
    >
      <DataTable<CheckpointRow>
        caption="Checkpoints of the run, newest first"
        rows={checkpoints}
        keyOf={(row) => row.id}
        none="No checkpoint is kept."
        columns={[
          {
            key: 'name',
            title: 'Checkpoint',
            rowHeader: true,
            cell: (row) => (
              <>
                <bdi>{row.name}</bdi> {row.best && <Badge tone="ok">Best</Badge>}
              </>
            ),
          },
          { key: 'epoch', title: capital(counts), numeric: true, cell: (row) => formatNumber(row.epoch) },
          { key: 'step', title: 'Step', numeric: true, cell: (row) => formatNumber(row.step) },
          {
            key: 'metrics',
            title: 'Metrics',
            cell: (row) => <span title={metricWords(row)}>{metricWords(row) || '–'}</span>,
          },
          { key: 'size', title: 'Size', numeric: true, cell: (row) => <Bytes bytes={row.size} /> },
          { key: 'created', title: 'Saved', cell: (row) => <Time at={row.created_at} absolute /> },
        ]}
      />
    </Panel>
  );
}
