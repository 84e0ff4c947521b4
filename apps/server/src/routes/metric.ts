import { Readable } from 'node:stream';
import { fromWire } from '@trainyard/contracts';
import { appendExternalLog } from '@trainyard/queue/submit';
import { getRun, listSeries, readWindow, runIdOf } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import { attachment } from '../http/range.ts';
import type { Parts } from '../parts.ts';
import { historyJson } from './history.ts';

type MetricRoutes = 'listSeries' | 'getSeries' | 'getHistory' | 'intakeMetrics' | 'intakeLogs';

export function metricRoutes({ store, intake, runIds }: Parts): Handlers<MetricRoutes> {
  return {
    async listSeries({ params }) {
      return { items: await listSeries(store, await runIdOf(store, params.id)) };
    },
    async getSeries({ params, query }) {
      const run = await getRun(store, params.id);
      const keys = [...new Set([query.key].flat())];
      return { items: await Promise.all(keys.map((key) => readWindow(store, run, key, query))) };
    },
    async getHistory({ params, reply }) {
      const run = await getRun(store, params.id);
      reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', attachment(`run-${run.number}-history.json`));
      return reply.send(Readable.from(historyJson(store, run)));
    },
    async intakeMetrics({ params, body }) {
      const points = body.points.map(({ key, step, value, at_ms: atMs }) => ({
        key,
        step,
        value: fromWire(value),
        atMs,
      }));
      return intake.append(await runIds.of(params.id), points);
    },
    async intakeLogs({ params, body }) {
      const now = Date.now();
      const lines = body.lines.map(({ level, text, at_ms: atMs }) => ({
        level,
        text,
        source: 'trainer' as const,
        ...(atMs === undefined ? {} : { ageMs: now - atMs }),
      }));
      return appendExternalLog(store, await runIds.of(params.id), lines);
    },
  };
}
