import { id, TrainyardError } from '@trainyard/contracts';
import { listHostSamples, listWorkers } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function workerRoutes({ store }: Parts): Handlers<'listWorkers' | 'listHostSamples'> {
  return {
    async listWorkers() {
      return { items: await listWorkers(store) };
    },
    async listHostSamples({ params, query }) {
      if (!id.safeParse(params.worker).success) {
        throw new TrainyardError('not-found', { path: `/api/v1/workers/${params.worker.slice(0, 100)}` });
      }
      return { items: await listHostSamples(store, params.worker, { minutes: query.minutes }) };
    },
  };
}
