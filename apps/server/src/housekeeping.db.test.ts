import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dropStaleUploads } from './housekeeping.ts';
import { type TestServer, testServer } from './server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

it('an upload goes when its run has ended and its time is over, not before', async () => {
  const folder = join(server.settings.files, 'uploads');
  const file = { path: 'a.csv', file: new Blob(['a,b\n1,2\n']) };
  const run = await server.client.uploadDataset({ name: 'one', files: [file] });
  const now = { ...server.parts, settings: { ...server.settings, uploadKeepSeconds: 0 } };
  expect(await dropStaleUploads(now)).toBe(0);
  await server.client.call('cancelRun', { params: { id: run.id } });
  expect(await dropStaleUploads(server.parts)).toBe(0);
  expect(await readdir(folder)).toHaveLength(1);
  expect(await dropStaleUploads(now)).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});
