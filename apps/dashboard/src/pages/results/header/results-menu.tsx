import { Menu } from '@mantine/core';
import {
  IconActivity,
  IconCopy,
  IconFileText,
  IconPin,
  IconPinnedOff,
  IconPlayerTrackNext,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import type { ReactNode } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { useDelete } from '../../run/actions/use-delete.ts';
import { cloneAddress } from '../overview/clone-address.ts';
import classes from './results-menu.module.css';

const icon = { size: 15, 'aria-hidden': true } as const;

export interface ResultsMenuProps {
  run: Run;
  target: ReactNode;
  onContinue: () => void;
  /** Further trainers that write reports. */
  others: readonly TrainerItem[];
  onReport: (trainer: string) => void;
}

export function ResultsMenu({ run, target, onContinue, others, onReport }: ResultsMenuProps) {
  const navigate = useNavigate();
  const keep = useAction('patchRun', {
    refreshes: ['getRun', 'listRuns'],
    done: ({ kept }) => (kept ? 'Kept: it cannot be deleted.' : 'No longer kept.'),
  });
  const remove = useDelete(run);
  const ended = hasEnded(run.status);
  const ours = run.executor === 'worker';
  return (
    <Menu width={220}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconActivity {...icon} />}
          onClick={() => void navigate({ to: '/runs/$id', params: { id: String(run.number) } })}
        >
          Curves, log and events
        </Menu.Item>
        {ours && (
          <Menu.Item
            leftSection={<IconCopy {...icon} />}
            onClick={() => void navigate({ href: cloneAddress(run.number) })}
          >
            Clone and retrain
          </Menu.Item>
        )}
        {ours && ended && run.status !== 'cancelled' && (
          <Menu.Item leftSection={<IconPlayerTrackNext {...icon} />} onClick={onContinue}>
            Continue from a checkpoint
          </Menu.Item>
        )}
        {others.map(({ manifest }) => (
          <Menu.Item key={manifest.id} leftSection={<IconFileText {...icon} />} onClick={() => onReport(manifest.id)}>
            {manifest.title}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={run.kept ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
          onClick={() => keep.mutate({ params: { id: run.id }, body: { kept: !run.kept } })}
        >
          {run.kept ? 'Do not keep any more' : 'Keep for good'}
        </Menu.Item>
        {ended && run.deleted_at === null && (
          <Menu.Item
            className={classes.dangerous ?? ''}
            leftSection={<IconTrash {...icon} />}
            disabled={run.kept}
            {...(run.kept ? { title: 'It is kept; say “Do not keep any more” first.' } : {})}
            onClick={remove}
          >
            Delete
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
