import type { Manifest, Run, RunAction, RunStatus } from '@trainyard/contracts';

export type Capabilities = Manifest['capabilities'];

/**
 * In which status each may be asked: the table of `domain/run/status.ts`, without the packages that come with it; a test
 * compares the two.
 */
const askable: Record<RunAction, readonly RunStatus[]> = {
  pause: ['queued', 'running'],
  resume: ['paused'],
  stop: ['queued', 'running', 'pausing', 'paused'],
  cancel: ['queued', 'running', 'pausing', 'paused', 'stopping'],
  checkpoint: ['running'],
};

export function isAskable(action: RunAction, status: RunStatus): boolean {
  return askable[action].includes(status);
}

export interface OfferedAction {
  action: RunAction;
  label: string;
  /** It was asked, and the trainer has not answered yet. */
  pending: boolean;
  /** What a click comes to with this trainer, said before it. */
  note: string;
}

const labels: Record<RunAction, string> = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  cancel: 'Cancel',
  checkpoint: 'Checkpoint now',
};
const pendingLabels: Record<RunAction, string> = {
  pause: 'Pausing',
  resume: 'Resuming',
  stop: 'Stopping',
  cancel: 'Cancelling',
  checkpoint: 'Saving a checkpoint',
};
const order: readonly RunAction[] = ['pause', 'resume', 'stop', 'cancel', 'checkpoint'];

/** What a person may ask of this run now, with what is on its way already. */
export function offeredActions(
  run: Pick<Run, 'status' | 'pending' | 'executor'>,
  capabilities: Capabilities | null,
): OfferedAction[] {
  const underWay: RunAction | null = run.status === 'pausing' ? 'pause' : run.status === 'stopping' ? 'stop' : null;
  return order.flatMap((action) => {
    const pending = run.pending.includes(action) || underWay === action;
    if (!pending && !isAskable(action, run.status)) return [];
    const label = pending ? pendingLabels[action] : labels[action];
    return [{ action, label, pending, note: noteOf(action, run, capabilities) }];
  });
}

function noteOf(action: RunAction, run: Pick<Run, 'status' | 'executor'>, capabilities: Capabilities | null): string {
  if (run.executor === 'external') return 'The program that reports this run is told; whether it obeys is up to it.';
  if (run.status === 'queued') return queuedNotes[action];
  switch (action) {
    case 'pause':
      return pauseNote(capabilities);
    case 'stop':
      return capabilities?.stop === false
        ? 'This trainer cannot end early by itself: it is ended after a while, and what it has saved is kept.'
        : 'It saves a checkpoint and evaluates what it has; results so far are kept.';
    case 'resume':
      return resumeNote(capabilities);
    case 'cancel':
      return 'It ends at once; its files are dropped, its record stays.';
    case 'checkpoint':
      return 'It saves a checkpoint as soon as it can and goes on. A trainer that cannot says so.';
  }
}

const queuedNotes: Record<RunAction, string> = {
  pause: 'It leaves the queue until it is resumed.',
  resume: 'It goes back to the queue.',
  stop: 'It has not begun: it is cancelled.',
  cancel: 'It leaves the queue for good.',
  checkpoint: 'It has not begun.',
};

/** Whether to ask first: a pause that throws work away is not a pause. */
export function losesWork(action: RunAction, run: Pick<Run, 'status' | 'executor'>, capabilities: Capabilities | null) {
  if (action !== 'pause' || run.status !== 'running' || run.executor === 'external') return false;
  return capabilities !== null && (!capabilities.pause || capabilities.exact_resume === 'restarts');
}

function pauseNote(capabilities: Capabilities | null): string {
  if (capabilities === null || (capabilities.pause && capabilities.exact_resume !== 'restarts')) {
    return 'It pauses after the current epoch or stage and frees its slot.';
  }
  if (capabilities.exact_resume === 'restarts') {
    return 'This trainer cannot go on from the middle: it is ended, and when it is resumed it starts over.';
  }
  return 'This trainer cannot pause by itself: it is ended, and resumes from its newest checkpoint; what came after that is done again.';
}

function resumeNote(capabilities: Capabilities | null): string {
  if (capabilities?.exact_resume === 'restarts') return 'This trainer starts over.';
  if (capabilities?.exact_resume === 'exact') {
    return 'It goes on from its checkpoint, with the same result as if it had never paused.';
  }
  return 'It goes on from its newest checkpoint as soon as a slot is free.';
}
