import { Readable } from 'node:stream';
import { relativePath, TrainyardError } from '@trainyard/contracts';
import { getArtifact } from '@trainyard/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Parts } from '../parts.ts';
import { attachment, contentTypeOf, namesTag, parseRange } from './range.ts';

/** One artifact of a run as a download: whole, a range of it, or 304 where the caller has it already. */
export async function sendArtifact(
  { store, files }: Pick<Parts, 'store' | 'files'>,
  run: { id: string; number: number },
  path: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
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
}
