import { submitRun } from '@trainyard/queue/submit';
import { claim, registerWorker, setWorkerStatus } from '@trainyard/queue/work';
import { newId } from '@trainyard/store';
import { aSubmission, aUser, aWorkerSpec } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

it('an administrator changes slots and drains a worker; the claim keeps to it at once', async () => {
  const { store } = server.database;
  const user = await aUser(store);
  const workerId = newId();
  await registerWorker(store, aWorkerSpec({ id: workerId, slots: 1 }));
  for (let i = 0; i < 4; i += 1) await submitRun(store, aSubmission(user));
  const take = async () =>
    (await claim(store, { workerId, leaseSeconds: 60, priorityAgeSeconds: 600 })) === null ? 'nothing' : 'a run';
  const change = (body: { slots?: number; draining?: boolean }) =>
    server.client.call('patchWorker', { params: { worker: workerId }, body });

  expect([await take(), await take()]).toEqual(['a run', 'nothing']);
  expect(await change({ slots: 2 })).toMatchObject({ id: workerId, slots: 2, busy: 1, status: 'ready' });
  expect([await take(), await take()]).toEqual(['a run', 'nothing']);
  expect(await change({ draining: true, slots: 8 })).toMatchObject({ slots: 8, status: 'draining', busy: 2 });
  expect(await take()).toBe('nothing');
  expect((await server.client.call('listWorkers')).items).toMatchObject([{ id: workerId, status: 'draining' }]);
  expect(await change({ draining: false })).toMatchObject({ slots: 8, status: 'ready' });
  expect(await take()).toBe('a run');
  expect(await change({ slots: 0 })).toMatchObject({ slots: 0, busy: 3 });
  expect(await take()).toBe('nothing');
});

it('a worker that is shutting down is not taken back by a wish, and one that left is not found', async () => {
  const { store } = server.database;
  const workerId = newId();
  await registerWorker(store, aWorkerSpec({ id: workerId }));
  await setWorkerStatus(store, workerId, 'draining');
  const change = (worker: string, body: { slots?: number; draining?: boolean }) =>
    server.client.call('patchWorker', { params: { worker }, body });
  expect(await change(workerId, { draining: false })).toMatchObject({ status: 'draining' });
  for (const wrong of [newId(), 'nonsense']) {
    const refused = change(wrong, { draining: true });
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'worker-not-found' });
  }
  await expect(change(workerId, {})).rejects.toMatchObject({ status: 400 });
  await expect(change(workerId, { slots: 65 })).rejects.toMatchObject({ status: 400 });
});

it('an administrator sees the installation, and none of its secrets', async () => {
  const { version, home, database, disk, settings } = await server.client.call('getInstallation');
  expect([version, home]).toEqual(['0.0.0-test', server.home]);
  expect(database).toMatch(/^PostgreSQL \d+/);
  expect(disk.free_bytes).toBeGreaterThan(0);
  expect(disk.total_bytes).toBeGreaterThanOrEqual(disk.free_bytes);
  const byName = new Map(settings.map((setting) => [setting.env, setting]));
  expect(byName.get('TRAINYARD_UNDO_SECONDS')).toMatchObject({ value: '86400 seconds', group: 'service', set: false });
  expect(byName.get('TRAINYARD_SLOTS')).toMatchObject({ group: 'runs' });
  expect(byName.get('TRAINYARD_HOME')).toMatchObject({ group: 'places and access', value: server.home });
  const secret = new URL(server.database.url).password;
  for (const text of [server.database.url, server.localKey, ...(secret === '' ? [] : [secret])]) {
    expect(JSON.stringify(settings)).not.toContain(text);
  }
});
