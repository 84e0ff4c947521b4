import { Readable } from 'node:stream';
import { getRun } from '@trainyard/store';
import { tensorboardZip } from '../export/tensorboard.ts';
import type { Handlers } from '../http/handler.ts';
import { attachment } from '../http/range.ts';
import type { Parts } from '../parts.ts';

export function exportRoutes({ store }: Pick<Parts, 'store'>): Handlers<'getTensorboard'> {
  return {
    async getTensorboard({ params, reply }) {
      const run = await getRun(store, params.id);
      reply.type('application/zip').header('content-disposition', attachment(`run-${run.number}-tensorboard.zip`));
      return reply.send(Readable.from(tensorboardZip(store, run)));
    },
  };
}
