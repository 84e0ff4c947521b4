import { Menu } from '@mantine/core';
import {
  IconBan,
  IconCopy,
  IconDeviceFloppy,
  IconFileCode,
  IconFileText,
  IconRepeat,
  IconShare,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { RunAction } from '@trainyard/contracts';
import type { ReactNode } from 'react';
import { hasEnded } from '../../../format/run-status.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { DeleteItem, KeepItem } from './keep-delete-items.tsx';
import { NotifyItem } from './notify-item.tsx';
import type { OfferedAction } from './offered-actions.ts';
import classes from './run-actions.module.css';

export interface MoreMenuProps {
  target: ReactNode;
  offered: readonly OfferedAction[];
  onAction: (action: RunAction) => void;
  onRetry: (() => void) | null;
  /** Null for those who may only look. */
  onShare: (() => void) | null;
}

const icon = { size: 15, 'aria-hidden': true } as const;

export function MoreMenu({ target, offered, onAction, onRetry, onShare }: MoreMenuProps) {
  const { run } = useFollowedRun();
  const navigate = useNavigate();
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
        {onShare !== null && run.executor === 'worker' && !ended && (
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
        {onShare !== null && run.status !== 'queued' && (
          <Menu.Item leftSection={<IconShare {...icon} />} onClick={onShare}>
            Share a read-only link …
          </Menu.Item>
        )}
        <KeepItem run={run} />
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
        <DeleteItem run={run} />
      </Menu.Dropdown>
    </Menu>
  );
}
