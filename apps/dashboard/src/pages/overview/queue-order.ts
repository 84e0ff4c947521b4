import type { Run, Worker } from '@trainyard/contracts';

const ranks = { high: 0, normal: 1, low: 2 } as const;

/** Queued runs in the order in which workers take them: by priority, then by age. */
export function inQueueOrder(runs: readonly Run[]): Run[] {
  const since = (run: Run): number => new Date(run.queued_at ?? run.created_at).getTime();
  return runs.toSorted((a, b) => ranks[a.priority] - ranks[b.priority] || since(a) - since(b) || a.number - b.number);
}

/** What the run at a place of the queue (from 1) waits for, as far as the dashboard can know. */
export function waitsFor(run: Run, place: number, workers: readonly Worker[] | undefined): string {
  if (run.reason !== null) return run.reason.message;
  if (workers === undefined) return 'its turn';
  const ready = workers.filter(({ status }) => status === 'ready');
  if (ready.length === 0) {
    return workers.some(({ status }) => status === 'draining')
      ? 'a worker: all are draining and take nothing new'
      : 'a worker: none is there';
  }
  if (run.gpus > 0 && !ready.some(({ gpus }) => gpus.length >= run.gpus)) {
    return run.gpus === 1 ? 'a worker with a GPU' : `a worker with ${run.gpus} GPUs`;
  }
  const free = ready.reduce((sum, { slots, busy }) => sum + Math.max(0, slots - busy), 0);
  if (free >= place) return 'nothing: it starts in a moment';
  const ahead = place - 1;
  const slots = ready.reduce((sum, { slots: own }) => sum + own, 0);
  const full = slots === 1 ? 'the one slot is busy' : `all ${slots} slots are busy`;
  if (ahead === 0) return `a free slot: ${full}`;
  return `${ahead} ${ahead === 1 ? 'run' : 'runs'} before it; ${full}`;
}
