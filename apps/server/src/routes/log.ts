import { Readable } from 'node:stream';
import { logLevel, TrainyardError } from '@trainyard/contracts';
import { getRun, readLog, readLogText, runIdOf } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

function levelOf(text: string | undefined) {
  if (text === undefined || text === '') return undefined;
  const parsed = logLevel.safeParse(text);
  if (parsed.success) return parsed.data;
  const detail = `query level: "${text}" is none of ${logLevel.options.join(', ')}`;
  throw new TrainyardError('query-invalid', { detail }, { issues: [{ path: 'level', message: detail }] });
}

export function logRoutes({ store }: Parts): Handlers<'listLogs' | 'getLogFile'> {
  return {
    async listLogs({ params, query }) {
      const { from, limit, level, q } = query;
      return readLog(store, await runIdOf(store, params.id), { from, limit, level: levelOf(level), q });
    },
    async getLogFile({ params, reply }) {
      const run = await getRun(store, params.id);
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="run-${run.number}.log.txt"`)
        .send(Readable.from(readLogText(store, run.id)));
    },
  };
}
