import { id, TrainyardError } from '@trainyard/contracts';
import { getWorker, listHostSamples, listWorkers, wishOfWorker } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

function workerId(given: string): string {
  if (!id.safeParse(given).success) throw new TrainyardError('worker-not-found', { worker: given.slice(0, 100) });
  return given;
}

export function workerRoutes({ store }: Parts): Handlers<'listWorkers' | 'listHostSamples' | 'patchWorker'> {
  return {
    async listWorkers() {
      return { items: await listWorkers(store) };
    },
    async listHostSamples({ params, query }) {
      return { items: await listHostSamples(store, workerId(params.worker), { minutes: query.minutes }) };
    },
    async patchWorker({ params, body }) {
      if (body.slots === undefined && body.draining === undefined) {
        throw new TrainyardError('query-invalid', { detail: 'body: nothing to change was given' });
      }
      const worker = workerId(params.worker);
      await wishOfWorker(store, worker, body);
      return getWorker(store, worker);
    },
  };
}
