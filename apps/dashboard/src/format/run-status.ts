import type { RunStatus } from '@trainyard/contracts';

/** The five tints that a word can stand on. */
export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

const tones: Record<RunStatus, Tone> = {
  queued: 'plain',
  running: 'accent',
  pausing: 'warn',
  paused: 'warn',
  stopping: 'warn',
  stopped: 'warn',
  completed: 'ok',
  failed: 'bad',
  cancelled: 'plain',
};

export function toneOfStatus(status: RunStatus): Tone {
  return tones[status];
}

export function hasEnded(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'stopped' || status === 'cancelled';
}
