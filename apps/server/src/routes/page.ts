import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

const files = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/status.js', file: 'status.js', type: 'text/javascript; charset=utf-8' },
  { path: '/status.css', file: 'status.css', type: 'text/css; charset=utf-8' },
];

/** The plain status page. It holds no data: what it shows comes from the API, with the reader's own rights. */
export async function addStatusPage(app: FastifyInstance): Promise<void> {
  for (const { path, file, type } of files) {
    const content = await readFile(new URL(`../page/${file}`, import.meta.url));
    app.get(path, { schema: { hide: true }, config: { role: 'anyone' } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    );
  }
}
