import type { Worker } from '@trainyard/contracts';
import type { Tone } from '../../format/run-status.ts';

const statuses: Record<Worker['status'], { tone: Tone; word: string; meaning: string }> = {
  ready: { tone: 'ok', word: 'Ready', meaning: 'It takes runs from the queue while it has a free slot.' },
  draining: {
    tone: 'warn',
    word: 'Draining',
    meaning: 'It finishes what it carries and takes nothing new.',
  },
  lost: {
    tone: 'bad',
    word: 'Lost',
    meaning: 'It gave no sign for longer than its lease. Its runs went back to the queue.',
  },
};

export function workerStatus(status: Worker['status']): { tone: Tone; word: string; meaning: string } {
  return statuses[status];
}
