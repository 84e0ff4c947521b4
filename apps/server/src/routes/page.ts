import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unbuiltPage } from '../page/unbuilt-page.ts';

/** Files of fixed name beside index.html; everything else of the build has its content's hash in its name. */
const fixedFiles = ['/favicon.svg', '/colour-mode.js'];
/** Addresses that are for programs: no page stands there, whatever is asked for. */
const notForPages = /^\/(api|assets|health|ready|metrics|sign-in)(\/|$)/;

/** Whether a browser asks for a page, at an address where pages may be. */
export function asksForPage(request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const place = request.url.split('?', 1)[0] ?? '';
  return !notForPages.test(place) && (request.headers.accept ?? '').includes('text/html');
}

/** Answers with the dashboard, which finds the page that its address means by itself. */
export type SendPage = (reply: FastifyReply) => FastifyReply;

/**
 * The built dashboard. It holds no data: what it shows comes from the API, with the reader's own rights. Without a build the
 * API answers all the same, and the page says how to make one.
 */
export async function addDashboard(app: FastifyInstance, folder: string | null): Promise<SendPage> {
  if (folder === null || !existsSync(path.join(folder, 'index.html'))) {
    const send: SendPage = (reply) => reply.code(503).type('text/html; charset=utf-8').send(unbuiltPage);
    app.get('/', { schema: { hide: true } }, (_request, reply) => send(reply));
    return send;
  }
  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    immutable: true,
    maxAge: '1y',
  });
  // With the folder's own root, and asked for anew each time: index.html names the files of this very build.
  const send = (reply: FastifyReply, name: string): FastifyReply =>
    reply.header('cache-control', 'no-cache').sendFile(name, folder, { cacheControl: false });
  for (const place of fixedFiles)
    app.get(place, { schema: { hide: true } }, (_request, reply) => send(reply, place.slice(1)));
  app.get('/', { schema: { hide: true } }, (_request, reply) => send(reply, 'index.html'));
  return (reply) => send(reply, 'index.html');
}
