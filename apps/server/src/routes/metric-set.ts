import { type MetricSetPatch, TrainyardError } from '@trainyard/contracts';
import {
  createMetricSet,
  deleteMetricSet,
  getMetricSet,
  listMetricSets,
  patchMetricSet,
  removeDefaultMetricSet,
  setDefaultMetricSet,
} from '@trainyard/store';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { unfitMetrics } from '../submit/unfit-metrics.ts';

type MetricSetRoutes =
  | 'listMetricSets'
  | 'createMetricSet'
  | 'getMetricSet'
  | 'patchMetricSet'
  | 'deleteMetricSet'
  | 'setDefaultMetricSet'
  | 'removeDefaultMetricSet';

/** Read once, as a run will read them: what is wrong is told where it is written. Throws metric-set-unfit and forbidden. */
function requireFit(metrics: MetricSetPatch['metrics'], caller: Caller): void {
  if (metrics === undefined) return;
  if (caller.role !== 'admin' && metrics.some(({ metric }) => metric === 'command')) {
    throw new TrainyardError('forbidden', { role: 'admin (a metric that runs a program)' });
  }
  const detail = unfitMetrics(metrics);
  if (detail !== null) throw new TrainyardError('metric-set-unfit', { detail });
}

export function metricSetRoutes({ store }: Pick<Parts, 'store'>): Handlers<MetricSetRoutes> {
  return {
    async listMetricSets({ caller }) {
      return { items: await listMetricSets(store, caller.id) };
    },
    async createMetricSet({ body, caller, reply }) {
      requireFit(body.metrics, caller);
      const made = await store.begin((tx) => createMetricSet(tx, caller.id, body));
      reply.header('location', `/api/v1/metric-sets/${made.name}`);
      return made;
    },
    getMetricSet: ({ params, caller }) => getMetricSet(store, caller.id, params.name),
    async patchMetricSet({ params, body, caller }) {
      requireFit(body.metrics, caller);
      return store.begin((tx) => patchMetricSet(tx, caller, params.name, body));
    },
    async deleteMetricSet({ params, caller, reply }) {
      await store.begin((tx) => deleteMetricSet(tx, caller, params.name));
      return reply.send();
    },
    async setDefaultMetricSet({ body, caller }) {
      return store.begin((tx) => setDefaultMetricSet(tx, caller.id, body.name));
    },
    async removeDefaultMetricSet({ caller, reply }) {
      await removeDefaultMetricSet(store, caller.id);
      return reply.send();
    },
  };
}
