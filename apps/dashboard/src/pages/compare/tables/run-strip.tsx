import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { Badge, StatusBadge } from '../../../components/status-badge.tsx';
import { movedNumber, withoutNumber } from '../picker/chosen-numbers.ts';
import { RunSwatch } from './run-swatch.tsx';
import classes from './tables.module.css';

export interface RunStripProps {
  runs: readonly Run[];
  numbers: readonly number[];
  change: (numbers: readonly number[]) => void;
}

/** Which line is which run, and their order. */
export function RunStrip({ runs, numbers, change }: RunStripProps) {
  return (
    <ul className={classes.strip} aria-label="Compared runs">
      {runs.map((run, at) => (
        <li key={run.id}>
          <RunSwatch at={at} />
          <span className={classes.stripWords}>
            <Link to="/runs/$id/results" params={{ id: String(run.number) }} title={run.name} className="cut">
              {run.number} <bdi>{run.name}</bdi>
            </Link>
            <span className="muted cut">
              <bdi>{[run.trainer ?? 'outside program', run.dataset?.name].filter(Boolean).join(' on ')}</bdi>
            </span>
            <span className={classes.stripBadges}>
              <StatusBadge status={run.status} reason={run.reason} />
              {run.badge !== null && <Badge tone="warn">{run.badge}</Badge>}
            </span>
          </span>
          <span className={classes.stripTools}>
            {at > 0 && (
              <ActionIcon
                aria-label={`Move run ${run.number} forward`}
                onClick={() => change(movedNumber(numbers, run.number, -1))}
              >
                <IconArrowLeft size={14} />
              </ActionIcon>
            )}
            {at < runs.length - 1 && (
              <ActionIcon
                aria-label={`Move run ${run.number} back`}
                onClick={() => change(movedNumber(numbers, run.number, 1))}
              >
                <IconArrowRight size={14} />
              </ActionIcon>
            )}
            <ActionIcon
              aria-label={`Take run ${run.number} out`}
              onClick={() => change(withoutNumber(numbers, run.number))}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        </li>
      ))}
    </ul>
  );
}
