import { Button } from '@mantine/core';
import { IconArrowsDiff, IconBan } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Experiment, Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { count } from '../../format/number.ts';
import { hasEnded } from '../../format/run-status.ts';
import { compareAddress } from './experiment-summary.ts';

/** Compare all, cancel all. */
export function ExperimentActions({ experiment, runs }: { experiment: Experiment; runs: readonly Run[] }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const cancel = useAction('cancelExperiment', {
    refreshes: ['getExperiment', 'listExperiments', 'listRuns'],
    done: 'All that had not ended is cancelled.',
    onDone: () => setAsking(false),
  });
  const open = runs.filter(({ status }) => !hasEnded(status)).length;
  const compare = compareAddress(runs);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowsDiff size={15} />}
        disabled={compare === null}
        title={compare === null ? 'At least two runs need results.' : 'The runs side by side'}
        onClick={() => {
          if (compare === null) return;
          if (compare.left > 0) {
            toast({ tone: 'plain', title: `Ten runs are compared at once; ${compare.left} more are left out.` });
          }
          void navigate({ href: compare.href });
        }}
      >
        Compare all
      </Button>
      {open > 0 && (
        <Button variant="default" leftSection={<IconBan size={15} />} onClick={() => setAsking(true)}>
          Cancel all
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={`Cancel experiment ${experiment.number}?`}
        confirm={`Cancel ${count(open, 'run')}`}
        dangerous
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ params: { id: experiment.id } })}
        onClose={() => setAsking(false)}
      >
        {`${count(open, 'run')} of ${runs.length} ${open === 1 ? 'has' : 'have'} not ended. Their files are dropped; their records stay. Runs that have ended keep what they have.`}
      </ConfirmDialog>
    </>
  );
}
