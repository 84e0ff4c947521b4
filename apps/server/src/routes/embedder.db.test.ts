import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

it('an embedder that is not installed is told with how to install it; prompts are kept without vectors', async () => {
  expect(await server.client.call('getEmbedder')).toEqual({
    name: 'all-MiniLM-L6-v2',
    installed: false,
    size_bytes: 84_000_000,
  });
  const pairs = [{ answer: 'a', expected: 'b' }];
  await expect(server.client.call('compareTexts', { body: { pairs } })).rejects.toMatchObject({
    status: 409,
    code: 'embedder-missing',
    hint: expect.stringContaining('--set environment=embedder'),
  });
  const made = await server.client.call('createPrompt', { body: { name: 'plain', system: 'Judge.' } });
  expect(made.current.features).toMatchObject({ version: 2, embedder: null, embeddings: null });
});
