import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requestAction, submitRun } from '@trainyard/queue/submit';
import { bury, claim, finish, registerWorker } from '@trainyard/queue/work';
import { getDataset, getRun, listTopicEvents, newId, registerDatasetVersion, writeArtifacts } from '@trainyard/store';
import { actorOf, aReason, aSubmission, aUser, aWorkerSpec, fenceOf } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeDeletedRuns } from './removal.ts';
import { type TestServer, testServer } from './server.fixture.ts';

let server: TestServer;
const workerId = newId();
const policy = { retryLimit: 5, retryBackoffSeconds: 0 };

beforeAll(async () => {
  server = await testServer();
  await registerWorker(server.database.store, aWorkerSpec({ id: workerId, slots: 50 }));
});
afterAll(() => server.end());

/** With no time for a second thought. */
const removeNow = () => removeDeletedRuns({ ...server.parts, settings: { ...server.settings, undoSeconds: 0 } });
const objects = (sha256: string): string => join(server.settings.files, 'objects', sha256.slice(0, 2), sha256);

/** A run that has completed with one file, and left a work folder behind. */
async function completedRun(text: string, changes: Parameters<typeof aSubmission>[1] = {}) {
  const { store } = server.database;
  const user = await aUser(store);
  const { id, number } = await submitRun(store, aSubmission(user, changes));
  const claimed = await claim(store, { workerId, leaseSeconds: 60, priorityAgeSeconds: 600, runId: id });
  if (claimed === null) throw new Error('the run could not be claimed');
  const saved = await server.parts.files.saveArtifact({ runId: id, path: 'model.txt', source: Buffer.from(text) });
  await writeArtifacts(store, id, 1, [
    { path: 'model.txt', kind: 'model', meta: {}, location: objects(saved.sha256), ...saved },
  ]);
  await finish(store, fenceOf(claimed), { how: 'done', reason: aReason('done') }, policy);
  await bury(store, fenceOf(claimed));
  const work = join(server.settings.home, 'runs', id, '1');
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'task.json'), '{}');
  return { id, number, user, sha256: saved.sha256 };
}

it('a deleted run goes for good when its time is over, with its files, and only with contents that are its own', async () => {
  const { client, database } = server;
  const shared = await completedRun('the same in both');
  const kept = await completedRun('the same in both');
  const own = await completedRun('only here');
  await database.store.begin((tx) =>
    registerDatasetVersion(tx, {
      name: 'made-here',
      ownerId: own.user.id,
      digest: 'd'.repeat(64),
      kind: 'signals',
      samples: 1,
      size: 1,
      facts: {
        classes: [],
        units: [],
        rates_hz: [1000],
        seconds: { min: 1, max: 1, total: 1 },
        conditions: [],
        channels: [],
        badge: null,
        notes: [],
      },
      manifest: {},
      location: '',
      runId: own.id,
    }),
  );
  for (const { id } of [shared, own]) await client.call('deleteRun', { params: { id } });
  expect(await removeDeletedRuns(server.parts)).toBe(0);
  expect(existsSync(objects(own.sha256))).toBe(true);

  expect(await removeNow()).toBe(2);
  await expect(client.call('getRun', { params: { id: own.id } })).rejects.toMatchObject({ code: 'run-not-found' });
  await expect(client.call('restoreRun', { params: { id: own.id } })).rejects.toMatchObject({ code: 'run-not-found' });
  expect(existsSync(objects(own.sha256))).toBe(false);
  for (const { id } of [shared, own]) {
    expect(existsSync(join(server.settings.files, 'runs', id))).toBe(false);
    expect(existsSync(join(server.settings.home, 'runs', id))).toBe(false);
  }
  const file = await client.download(`/api/v1/runs/${kept.id}/files/model.txt`);
  expect(await file.text()).toBe('the same in both');
  expect(await getDataset(database.store, 'made-here')).toMatchObject({ name: 'made-here' });
  const left = await database.store.query(
    `SELECT 1 FROM run_event WHERE run_id = $1 UNION ALL SELECT 1 FROM topic_event WHERE run_id = $1
     UNION ALL SELECT 1 FROM artifact WHERE run_id = $1 UNION ALL SELECT 1 FROM notice WHERE run_id = $1`,
    [own.id],
  );
  expect(left.rows).toEqual([]);
  expect(await removeNow()).toBe(0);
});

it('what a run came from is still named when that is gone, and a run that needs it keeps it', async () => {
  const { client, database } = server;
  const { store } = database;
  const source = await completedRun('a source');
  const checkpointId = newId();
  const child = await submitRun(
    store,
    aSubmission(source.user, { continuedFrom: { runId: source.id, checkpointId }, reproduces: source.id }),
  );
  await client.call('deleteRun', { params: { id: source.id } });
  // It waits in the queue, and will want the checkpoint.
  expect(await removeNow()).toBe(0);
  await requestAction(store, child.id, 'cancel', actorOf(source.user));
  const params = { id: source.id };
  await expect(client.call('continueRun', { params, body: {} })).rejects.toMatchObject({ code: 'run-deleted' });
  await expect(client.call('reproduceRun', { params })).rejects.toMatchObject({ code: 'run-deleted' });
  expect(await removeNow()).toBe(1);
  const reproduction = client.call('getReproduction', { params: { id: child.id } });
  await expect(reproduction).rejects.toThrow(`There is no run ${source.number}.`);
  const { continued_from } = await client.call('getRun', { params: { id: child.id } });
  expect(continued_from).toEqual({ run_id: source.id, number: source.number, checkpoint: checkpointId });
});

it('a run that was restored in time stays, and the stream of all runs goes on over those that went', async () => {
  const { client, database } = server;
  const [gone, back] = [await completedRun('x'), await completedRun('y')];
  for (const { id } of [gone, back]) await client.call('deleteRun', { params: { id } });
  await client.call('restoreRun', { params: { id: back.id } });
  expect(await removeNow()).toBe(1);
  expect((await getRun(database.store, back.id)).deleted_at).toBeNull();
  const heard = await listTopicEvents(database.store, { after: 0, limit: 1000 });
  expect(heard.filter((event) => event.run_id === back.id).map((event) => event.kind)).toEqual([
    'run-submitted',
    'status-changed',
    'status-changed',
    'run-edited',
    'run-edited',
  ]);
  expect(heard.some((event) => event.run_id === gone.id)).toBe(false);
});

it('files that could not be removed are tried again', async () => {
  const { client } = server;
  const run = await completedRun('stubborn');
  await client.call('deleteRun', { params: { id: run.id } });
  const settings = { ...server.settings, undoSeconds: 0 };
  const files = { ...server.parts.files, dropRun: () => Promise.reject(new Error('the disk is busy')) };
  expect(await removeDeletedRuns({ ...server.parts, settings, files })).toBe(1);
  expect(existsSync(objects(run.sha256))).toBe(true);
  expect(await removeNow()).toBe(0);
  expect(existsSync(objects(run.sha256))).toBe(false);
});
