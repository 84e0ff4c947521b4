import type { Run, RunAction } from '@trainyard/contracts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type Capabilities, offeredActions } from './offered-actions.ts';
import classes from './run-actions.module.css';

const verbs: Record<RunAction, string> = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  cancel: 'Cancel',
  checkpoint: 'Save a checkpoint of',
};
const kept: Partial<Record<RunAction, readonly string[]>> = {
  stop: [
    'Metrics, log, checkpoints and results so far are kept.',
    'It can be continued from its checkpoint later, as a new run.',
  ],
  cancel: [
    'Its checkpoints and files are dropped and cannot be brought back.',
    'The record, its metrics and its log stay.',
  ],
};

export interface ActionConfirmProps {
  run: Run;
  action: RunAction | null;
  capabilities: Capabilities | null;
  busy: boolean;
  onConfirm: (action: RunAction) => void;
  onClose: () => void;
}

/** Asks before an end, and before a pause that throws work away. */
export function ActionConfirm({ run, action, capabilities, busy, onConfirm, onClose }: ActionConfirmProps) {
  const offered = offeredActions(run, capabilities).find((one) => one.action === action);
  const verb = action === null ? '' : verbs[action];
  return (
    <ConfirmDialog
      opened={action !== null}
      title={`${verb} run ${run.number}?`}
      confirm={action === 'cancel' ? 'Cancel the run and drop its files' : `${verb} the run`}
      dangerous={action === 'cancel' || action === 'stop'}
      busy={busy}
      onConfirm={() => action !== null && onConfirm(action)}
      onClose={onClose}
    >
      <p>
        <bdi>{run.name}</bdi>: {offered?.note ?? 'It has moved on meanwhile; the server will say what is possible.'}
      </p>
      {action !== null && run.status !== 'queued' && kept[action] !== undefined && (
        <ul className={classes.facts}>
          {kept[action].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}
