import { Button } from '@mantine/core';
import type { Run } from '@trainyard/contracts';
import { useAction } from '../../../api/use-action.ts';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Time } from '../../../components/time.tsx';
import { Notice } from './notice.tsx';

/** Nothing while the run is there. */
export function DeletedNotice({ run }: { run: Run }) {
  const restore = useAction('restoreRun', { refreshes: ['getRun', 'listRuns'], done: `Run ${run.number} is back.` });
  if (run.deleted_at === null) return null;
  return (
    <Notice
      tone="warn"
      action={
        <MembersOnly>
          <Button
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate({ params: { id: run.id } })}
          >
            Restore
          </Button>
        </MembersOnly>
      }
    >
      This run was deleted <Time at={run.deleted_at} />. It can be restored until it is cleared away.
    </Notice>
  );
}
