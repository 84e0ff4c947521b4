import multipart from '@fastify/multipart';
import { aUser, testDatabase } from '@trainyard/testkit';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { addIdempotency } from './idempotency.ts';

it('a key stays taken where the database went away, for the work may be done, and is free after another failure', async () => {
  await using db = await testDatabase();
  const { id, name } = await aUser(db.store);
  const app = fastify();
  await app.register(multipart);
  app.addHook('onRequest', async (request) => {
    request.caller = { id, name, role: 'admin' };
  });
  addIdempotency(app, db);
  let asked = 0;
  app.post('/:code', (request, reply) => {
    asked += 1;
    return reply.code(503).send({ code: String(new URL(request.url, 'http://here').pathname.slice(1)) });
  });
  const ask = (code: string) =>
    app.inject({ method: 'POST', url: `/${code}`, headers: { 'idempotency-key': code } }).then(({ body }) => body);
  await ask('disk-low');
  await ask('disk-low');
  expect(asked).toBe(2);
  await ask('database-unreachable');
  expect(await ask('database-unreachable')).toContain('still being answered');
  expect(asked).toBe(3);
  await app.close();
});
