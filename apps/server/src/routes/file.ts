import { Readable } from 'node:stream';
import { relativePath, TrainyardError } from '@trainyard/contracts';
import {
  artifactRowOf,
  checkpointRowOf,
  getArtifact,
  getRun,
  listArtifacts,
  listAttempts,
  listCheckpoints,
  listSections,
  runIdOf,
} from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import { attachment, contentTypeOf, namesTag, parseRange } from '../http/range.ts';
import type { Parts } from '../parts.ts';

type FileRoutes = 'listFiles' | 'getFile' | 'listAttempts' | 'listCheckpoints' | 'listSections';

export function fileRoutes({ store, files }: Parts): Handlers<FileRoutes> {
  return {
    async listAttempts({ params }) {
      return { items: await listAttempts(store, await runIdOf(store, params.id)) };
    },
    async listCheckpoints({ params }) {
      const rows = await listCheckpoints(store, await runIdOf(store, params.id));
      return { items: rows.map(checkpointRowOf) };
    },
    async listSections({ params }) {
      return { items: await listSections(store, await runIdOf(store, params.id)) };
    },
    async listFiles({ params }) {
      const rows = await listArtifacts(store, await runIdOf(store, params.id));
      return { items: rows.map(artifactRowOf) };
    },
    async getFile({ params, request, reply }) {
      const run = await getRun(store, params.id);
      const path = params['*'];
      if (!relativePath.safeParse(path).success) throw new TrainyardError('file-not-found', { run: run.number, path });
      const { sha256, size } = await getArtifact(store, run, path);
      const tag = `"${sha256}"`;
      reply
        .header('etag', tag)
        .header('accept-ranges', 'bytes')
        .header('cache-control', 'private, no-cache')
        .header('content-disposition', attachment(path.slice(path.lastIndexOf('/') + 1)))
        .type(contentTypeOf(path));
      if (namesTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
      const ifRange = request.headers['if-range'];
      const wanted = ifRange === undefined || namesTag(String(ifRange), tag) ? request.headers.range : undefined;
      const range = parseRange(wanted, size);
      if (range !== null) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
      reply.header('content-length', range === null ? size : range.end - range.start + 1);
      // An empty stream: the framework would state a length of 0 where there is no body at all.
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      return reply.send((await files.openArtifact(run.id, path, range ?? {})).stream);
    },
  };
}
