import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportRun } from './import-run.tsx';

/** Files in, a data set out: what to upload, the settings of the trainer that imports, then its run. */
export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const trainers = useRoute('listTrainers', {}, { freshMs: 60_000 });
  const [run, setRun] = useState<Run | null>(null);
  const [uploading, setUploading] = useState(false);
  const importer = trainers.data?.items.find(
    ({ manifest, problems }) => manifest.needs.upload && manifest.produces.includes('dataset') && problems.length === 0,
  );
  return (
    <Dialog
      opened
      size={760}
      title={run === null ? 'Import a data set' : `Run ${run.number} imports the data set`}
      // A click beside the dialog must not throw an upload away; its own button does.
      onClose={() => !uploading && onClose()}
    >
      {run !== null ? (
        <ImportRun submitted={run} onClose={onClose} />
      ) : trainers.data === undefined ? (
        trainers.isError ? (
          <ErrorState error={trainers.error} retry={() => void trainers.refetch()} />
        ) : (
          <LoadingState rows={5} what="Loading the import" />
        )
      ) : importer === undefined ? (
        <EmptyState title="No trainer here imports files.">
          One whose manifest says <code>needs: upload</code> and <code>produces: [dataset]</code> is used.
        </EmptyState>
      ) : (
        <ImportForm trainer={importer} onBusy={setUploading} onSubmitted={setRun} />
      )}
    </Dialog>
  );
}
