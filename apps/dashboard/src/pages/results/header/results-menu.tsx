import { Menu } from '@mantine/core';
import { IconActivity, IconCopy, IconFileText, IconPlayerTrackNext } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import type { ReactNode } from 'react';
import { useMayChange } from '../../../components/members-only.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { DeleteItem, KeepItem } from '../../run/actions/keep-delete-items.tsx';
import { cloneAddress } from '../overview/clone-address.ts';

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
  const ended = hasEnded(run.status);
  const mayChange = useMayChange();
  const ours = mayChange && run.executor === 'worker';
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
        {(mayChange ? others : []).map(({ manifest }) => (
          <Menu.Item key={manifest.id} leftSection={<IconFileText {...icon} />} onClick={() => onReport(manifest.id)}>
            {manifest.title}
          </Menu.Item>
        ))}
        <KeepItem run={run} />
        <DeleteItem run={run} />
      </Menu.Dropdown>
    </Menu>
  );
}
