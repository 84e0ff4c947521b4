import type { Run, Worker } from '@trainyard/contracts';
import { count } from '../../../format/number.ts';

type Queued = Pick<Run, 'id' | 'number' | 'priority' | 'queued_at' | 'gpus'>;
const weight = { high: 0, normal: 1, low: 2 } as const;

/** Its place in the queue, 1 for the next; null where it does not wait. Runs that wait long rise, so it is about right. */
export function queuePlace(run: Queued, queued: readonly Queued[]): number | null {
  const order = [...queued].sort(
    (a, b) =>
      weight[a.priority] - weight[b.priority] ||
      (a.queued_at ?? '').localeCompare(b.queued_at ?? '') ||
      a.number - b.number,
  );
  const at = order.findIndex(({ id }) => id === run.id);
  return at === -1 ? null : at + 1;
}

const ordinals = ['th', 'st', 'nd', 'rd'];

function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (ordinals[n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** What it waits for, in words. */
export function queueWords(run: Queued, queued: readonly Queued[], workers: readonly Worker[]): string {
  const place = queuePlace(run, queued);
  const where =
    place === null
      ? 'It waits in the queue'
      : place === 1
        ? 'It is next in the queue'
        : `It is ${ordinal(place)} in the queue`;
  const ready = workers.filter(({ status }) => status === 'ready');
  if (ready.length === 0) return `${where}. No worker is there to take it: start one with npx trainyard worker.`;
  if (run.gpus > 0 && !ready.some(({ gpus }) => gpus.length >= run.gpus)) {
    return `${where}. It needs ${count(run.gpus, 'GPU')}, and no worker has so many.`;
  }
  const slots = ready.reduce((sum, worker) => sum + worker.slots, 0);
  const busy = ready.reduce((sum, worker) => sum + Math.min(worker.busy, worker.slots), 0);
  if (slots === 0) return `${where}. All workers have 0 slots; give them some on the workers’ pages.`;
  if (busy < slots) return `${where}; a slot is free and it starts in a moment.`;
  const runs = ready.flatMap((worker) => worker.runs.map(({ number }) => number));
  const carried = runs.length === 0 ? '' : ` with ${runs.length === 1 ? 'run' : 'runs'} ${runs.slice(0, 6).join(', ')}`;
  return `${where}; ${slots === 1 ? 'the only slot is' : `all ${slots} slots are`} busy${carried}.`;
}
