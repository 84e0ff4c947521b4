import { hostname } from 'node:os';
import { reap, releaseDeadWorkersOfHost } from '@trainyard/queue/work';
import type { Context } from './context.ts';
import { buryLeftovers } from './leftovers.ts';
import { mayBeAlive } from './register.ts';

/**
 * Takes runs from workers that are lost: by their leases, and on this computer as soon as their process is gone. A worker
 * that has just started takes the place of such a one.
 */
export async function reapOnce(context: Context, { starting }: { starting: boolean }): Promise<void> {
  const { store, settings, log, workerId } = context;
  const byLease = await reap(store, settings);
  const byDeath = await releaseDeadWorkersOfHost(
    store,
    hostname(),
    async (worker) => {
      if (mayBeAlive(worker)) return true;
      // Before its runs are given to anybody: two trainers of one run would fight over nothing but processors, but still.
      await buryLeftovers(settings);
      return false;
    },
    { ...settings, heir: starting ? workerId : undefined },
  );
  for (const one of [...byLease, ...byDeath]) {
    log.warn({ run: one.runId, status: one.status }, 'a run was taken from a lost worker');
  }
}
