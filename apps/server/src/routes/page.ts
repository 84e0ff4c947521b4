import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The plain status page. It holds no data: what it shows comes from the API, with the reader's own rights. */
export async function addStatusPage(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    // A route a file: anything else keeps its own refusal.
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'no-cache'),
  });
}
