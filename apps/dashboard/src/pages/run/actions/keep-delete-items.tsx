import { Menu } from '@mantine/core';
import { IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import type { Run } from '@trainyard/contracts';
import { useAction } from '../../../api/use-action.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import classes from './run-actions.module.css';
import { useDelete } from './use-delete.ts';

const icon = { size: 15, 'aria-hidden': true } as const;

export function KeepItem({ run }: { run: Run }) {
  const keep = useAction('patchRun', {
    refreshes: ['getRun', 'listRuns'],
    done: ({ kept }) => (kept ? 'Kept: it cannot be deleted.' : 'No longer kept.'),
  });
  if (!useMayChange()) return null;
  return (
    <Menu.Item
      leftSection={run.kept ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
      onClick={() => keep.mutate({ params: { id: run.id }, body: { kept: !run.kept } })}
    >
      {run.kept ? 'Do not keep any more' : 'Keep for good'}
    </Menu.Item>
  );
}

/** Nothing while the run goes on, when it is deleted already, and for those who may only look. */
export function DeleteItem({ run }: { run: Run }) {
  const remove = useDelete(run);
  const mayChange = useMayChange();
  if (!mayChange || !hasEnded(run.status) || run.deleted_at !== null) return null;
  return (
    <Menu.Item
      className={classes.dangerous ?? ''}
      leftSection={<IconTrash {...icon} />}
      disabled={run.kept}
      {...(run.kept ? { title: 'It is kept; say “Do not keep any more” first.' } : {})}
      onClick={remove}
    >
      Delete
    </Menu.Item>
  );
}
