import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Gauges {
  runsByStatus(): Promise<Partial<Record<string, number>>>;
  queueDepth(): Promise<number>;
  streamClients(): number;
}

/** Counts and times for Prometheus; no names of people, runs or data in them. */
export function addPrometheus(app: FastifyInstance, gauges: Gauges): void {
  const registry = new Registry();
  // A finer clock would wake an idle server a hundred times a second.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const seconds = new Histogram({
    name: 'trainyard_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  new Gauge({
    name: 'trainyard_runs',
    help: 'Runs by status',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const [status, count] of Object.entries(await gauges.runsByStatus())) this.set({ status }, count ?? 0);
    },
  });
  new Gauge({
    name: 'trainyard_queue_depth',
    help: 'Runs that wait for a slot',
    registers: [registry],
    async collect() {
      this.set(await gauges.queueDepth());
    },
  });
  new Gauge({
    name: 'trainyard_stream_clients',
    help: 'Open event streams',
    registers: [registry],
    collect() {
      this.set(gauges.streamClients());
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { schema: { hide: true }, config: { role: 'anyone' } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
