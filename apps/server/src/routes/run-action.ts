import type { Run, RunAction } from '@trainyard/contracts';
import { finishExternalRun, requestAction } from '@trainyard/queue/submit';
import { getRun, runIdOf } from '@trainyard/store';
import { dropFilesOf, isNobodys } from '../cancelled-files.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { actorOf } from '../submit/submit-run.ts';

type ActionRoutes = 'pauseRun' | 'resumeRun' | 'stopRun' | 'cancelRun' | 'checkpointRun' | 'finishRun';

export function runActionRoutes(parts: Parts): Handlers<ActionRoutes> {
  const { store } = parts;
  async function act(ref: string, action: RunAction, caller: Caller): Promise<Run> {
    const before = await getRun(store, ref);
    const { status } = await requestAction(store, before.id, action, actorOf(caller));
    if (status === 'cancelled' && isNobodys(before)) await dropFilesOf(parts, before.id);
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
