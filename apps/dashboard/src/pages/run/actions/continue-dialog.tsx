import type { Run } from '@trainyard/contracts';
import { lazy, Suspense } from 'react';
import { Dialog } from '../../../components/dialog.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { forbidCompiledSchemas } from '../../../form/no-eval.ts';

// The form checks settings by their schema: the library for it is not loaded by those who only watch.
const ContinueForm = lazy(async () => {
  forbidCompiledSchemas();
  return import('./continue-form.tsx');
});

/** A new run from a checkpoint of this one, with those settings changed that the trainer allows. */
export function ContinueDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={`Continue run ${run.number} from a checkpoint`} size={620}>
      {opened && (
        <Suspense fallback={<LoadingState rows={4} what="Loading the settings" />}>
          <ContinueForm run={run} onClose={onClose} />
        </Suspense>
      )}
    </Dialog>
  );
}
