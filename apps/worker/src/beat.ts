import { endCodes } from '@trainyard/contracts';
import { type Beat, beat, bury, FencedError, finish } from '@trainyard/queue/work';
import { getRun, listWorkers } from '@trainyard/store';
import type { Carries } from './carries.ts';
import type { Context } from './context.ts';

/** Renews the leases of what is carried, and brings each run what it is to hear; what concerns the worker itself is returned. */
export async function beatOnce(
  context: Context,
  carries: Carries,
): Promise<Pick<Beat, 'known' | 'slots' | 'draining'>> {
  const { store, workerId, settings, log } = context;
  const answer = await beat(store, { workerId, leaseSeconds: settings.leaseSeconds, held: carries.held });
  for (const lost of answer.lost) {
    log.warn({ run: lost.runId, attempt: lost.attempt }, 'the run is not ours any more');
    carries.of(lost)?.fence();
  }
  for (const command of answer.commands) carries.of(command)?.command(command);
  return answer;
}

/** After a claim whose answer was lost: a run that is ours and that nobody carries goes straight back. */
export async function returnUncarried(context: Context, carries: Carries): Promise<void> {
  const { store, workerId, settings, log } = context;
  const own = (await listWorkers(store)).find(({ id }) => id === workerId);
  for (const { id } of own?.runs ?? []) {
    const { attempt } = await getRun(store, id);
    const fence = { runId: id, attempt, workerId };
    if (carries.of(fence) !== undefined) continue;
    log.warn({ run: id }, 'a claim whose answer was lost is given back');
    const code = 'worker-released';
    const reason = { code, message: endCodes[code].says, hint: null, detail: {} } as const;
    await finish(store, fence, { how: 'released', reason }, settings).catch((error: unknown) => {
      if (!(error instanceof FencedError)) throw error;
    });
    await bury(store, fence);
  }
}
