import { Button } from '@mantine/core';
import type { Worker } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { count } from '../../format/number.ts';

/** Lets a worker finish what it carries and take nothing new, and back. */
export function DrainButton({ worker }: { worker: Worker }) {
  const [asking, setAsking] = useState(false);
  const draining = worker.status === 'draining';
  const patch = useAction('patchWorker', {
    refreshes: ['listWorkers'],
    done: draining ? `${worker.name} takes runs again.` : `${worker.name} takes no more runs.`,
    onDone: () => setAsking(false),
  });
  if (worker.status === 'lost') return <span className="muted">gone</span>;
  const change = (): void => patch.mutate({ params: { worker: worker.id }, body: { draining: !draining } });
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={patch.isPending}
        aria-label={draining ? `Take back ${worker.name}` : `Drain ${worker.name}`}
        onClick={() => (draining ? change() : setAsking(true))}
      >
        {draining ? 'Take back' : 'Drain'}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Drain ${worker.name}?`}
        confirm="Drain"
        busy={patch.isPending}
        onConfirm={change}
        onClose={() => setAsking(false)}
      >
        {worker.runs.length === 0
          ? 'It takes nothing new from the queue until you take it back.'
          : `It finishes ${count(worker.runs.length, 'run')} and takes nothing new until you take it back.`}
      </ConfirmDialog>
    </>
  );
}
