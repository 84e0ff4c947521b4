import type { Run, RunAction } from '@trainyard/contracts';
import { finishExternalRun, requestAction } from '@trainyard/queue/submit';
import { getRun, runIdOf } from '@trainyard/store';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { actorOf } from '../submit/submit-run.ts';

type ActionRoutes = 'pauseRun' | 'resumeRun' | 'stopRun' | 'cancelRun' | 'checkpointRun' | 'finishRun';

export function runActionRoutes({ store, files, log }: Parts): Handlers<ActionRoutes> {
  async function act(ref: string, action: RunAction, caller: Caller): Promise<Run> {
    const before = await getRun(store, ref);
    const { status } = await requestAction(store, before.id, action, actorOf(caller));
    // Nobody carries it, so nobody else would drop its files; a carried one is cleared by its worker.
    if (status === 'cancelled' && before.worker === null && before.executor === 'worker') {
      await files
        .dropRun(before.id)
        .catch((error: unknown) => log.warn({ err: error, run: before.id }, 'files were left over'));
    }
    return getRun(store, before.id);
  }
  return {
    pauseRun: ({ params, caller }) => act(params.id, 'pause', caller),
    resumeRun: ({ params, caller }) => act(params.id, 'resume', caller),
    stopRun: ({ params, caller }) => act(params.id, 'stop', caller),
    cancelRun: ({ params, caller }) => act(params.id, 'cancel', caller),
    checkpointRun: ({ params, caller }) => act(params.id, 'checkpoint', caller),
    async finishRun({ params, body, caller }) {
      const id = await runIdOf(store, params.id);
      await finishExternalRun(store, id, body, actorOf(caller));
      return getRun(store, id);
    },
  };
}
