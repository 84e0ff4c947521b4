import { Menu } from '@mantine/core';
import {
  IconBan,
  IconCopy,
  IconDeviceFloppy,
  IconFileCode,
  IconFileText,
  IconPin,
  IconPinnedOff,
  IconRepeat,
  IconShare,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { RunAction } from '@trainyard/contracts';
import type { ReactNode } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { NotifyItem } from './notify-item.tsx';
import type { OfferedAction } from './offered-actions.ts';
import classes from './run-actions.module.css';
import { useDelete } from './use-delete.ts';

export interface MoreMenuProps {
  target: ReactNode;
  offered: readonly OfferedAction[];
  onAction: (action: RunAction) => void;
  onRetry: (() => void) | null;
  onShare: () => void;
}

const icon = { size: 15, 'aria-hidden': true } as const;

export function MoreMenu({ target, offered, onAction, onRetry, onShare }: MoreMenuProps) {
  const { run } = useFollowedRun();
  const navigate = useNavigate();
  const keep = useAction('patchRun', {
    refreshes: ['getRun', 'listRuns'],
    done: ({ kept }) => (kept ? 'Kept: it cannot be deleted.' : 'No longer kept.'),
  });
  const remove = useDelete(run);
  const ended = hasEnded(run.status);
  const checkpoint = offered.find(({ action }) => action === 'checkpoint');
  const cancel = offered.find(({ action }) => action === 'cancel');
  return (
    <Menu width={220}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {checkpoint !== undefined && (
          <Menu.Item
            leftSection={<IconDeviceFloppy {...icon} />}
            disabled={checkpoint.pending}
            title={checkpoint.note}
            onClick={() => onAction('checkpoint')}
          >
            {checkpoint.label}
          </Menu.Item>
        )}
        {onRetry !== null && (
          <Menu.Item leftSection={<IconRepeat {...icon} />} onClick={onRetry}>
            Start the same again
          </Menu.Item>
        )}
        {run.executor === 'worker' && !ended && (
          <Menu.Item
            leftSection={<IconCopy {...icon} />}
            onClick={() => void navigate({ href: `/new?clone=${run.number}` })}
          >
            Clone and modify
          </Menu.Item>
        )}
        {run.executor === 'worker' && (
          <Menu.Item
            leftSection={<IconFileCode {...icon} />}
            component="a"
            href={`/api/v1/runs/${run.number}/config.yaml`}
            download
          >
            Configuration as YAML
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconFileText {...icon} />}
          component="a"
          href={`/api/v1/runs/${run.number}/logs.txt`}
          download
        >
          Log as text
        </Menu.Item>
        {!ended && <NotifyItem />}
        {run.status !== 'queued' && (
          <Menu.Item leftSection={<IconShare {...icon} />} onClick={onShare}>
            Share a read-only link …
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={run.kept ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
          onClick={() => keep.mutate({ params: { id: run.id }, body: { kept: !run.kept } })}
        >
          {run.kept ? 'Do not keep any more' : 'Keep for good'}
        </Menu.Item>
        {(cancel !== undefined || ended) && <Menu.Divider />}
        {cancel !== undefined && (
          <Menu.Item
            className={classes.dangerous ?? ''}
            leftSection={<IconBan {...icon} />}
            disabled={cancel.pending}
            title={cancel.note}
            onClick={() => onAction('cancel')}
          >
            Cancel and drop its files …
          </Menu.Item>
        )}
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
