import type { Run } from '@trainyard/contracts';
import { useAction } from '../../../api/use-action.ts';
import { toast } from '../../../components/toast-store.ts';

const undoMs = 12_000;

/** Deletes a run at once and offers to take it back: better than a question that everybody answers with yes. */
export function useDelete(run: Pick<Run, 'id' | 'number'>): () => void {
  const refreshes = ['getRun', 'listRuns'] as const;
  const restore = useAction('restoreRun', { refreshes, done: `Run ${run.number} is back.` });
  const remove = useAction('deleteRun', {
    refreshes,
    onDone: () =>
      toast({
        tone: 'plain',
        title: `Run ${run.number} was deleted.`,
        action: { label: 'Undo', run: () => restore.mutate({ params: { id: run.id } }) },
        forMs: undoMs,
      }),
  });
  return () => remove.mutate({ params: { id: run.id } });
}
