import { createClient } from '@trainyard/api-client';
import type { Section } from '@trainyard/contracts';
import { requestAction, submitRun } from '@trainyard/queue/submit';
import { bury, claim, type EndIn, finish, registerWorker } from '@trainyard/queue/work';
import { createApiKey, dropReadNotices, newId, type User, writeSection } from '@trainyard/store';
import { actorOf, aReason, aSubmission, aUser, aWorkerSpec, fenceOf } from '@trainyard/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hashSecret, newSecret } from '../auth/secret.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let user: User;
let client: ReturnType<typeof createClient>;
const workerId = newId();
const policy = { retryLimit: 5, retryBackoffSeconds: 0 };

beforeAll(async () => {
  server = await testServer();
  await registerWorker(server.database.store, aWorkerSpec({ id: workerId, name: 'worker-7', slots: 100 }));
});
afterAll(() => server.end());
beforeEach(async () => {
  const { store } = server.database;
  user = await aUser(store);
  const key = newSecret('key');
  await createApiKey(store, { userId: user.id, name: 'test', keyHash: hashSecret(key) });
  client = createClient({ url: server.url, key });
});

async function started(changes: Parameters<typeof aSubmission>[1] = {}) {
  const { store } = server.database;
  const { id, number } = await submitRun(store, aSubmission(user, { name: 'night', ...changes }));
  const claimed = await claim(store, { workerId, leaseSeconds: 60, priorityAgeSeconds: 600, runId: id });
  if (claimed === null) throw new Error('the run could not be claimed');
  return { id, number, fence: fenceOf(claimed) };
}

async function ended(end: EndIn, changes: Parameters<typeof aSubmission>[1] = {}, sections: readonly Section[] = []) {
  const { store } = server.database;
  const run = await started(changes);
  for (const section of sections) await writeSection(store, run.id, 1, section);
  await finish(store, run.fence, end, policy);
  await bury(store, run.fence);
  return run;
}

const done: EndIn = { how: 'done', reason: aReason('done') };
const failed: EndIn = {
  how: 'failed',
  reason: { ...aReason('trainer-error'), message: 'The data are <b>gone</b>.' },
};
const everything = { started: true, completed: true, failed: true, below_baseline: true, budget: true };

async function choose(notices: Partial<typeof everything>): Promise<void> {
  await client.call('putPreferences', { body: { notices } });
}
const inbox = async () => (await client.call('listNotices')).items.map(({ kind, title }) => [kind, title]);

it('an owner is told how a run ended, in words, with the run', async () => {
  const run = await ended(failed);
  const { items, unread, total } = await client.call('listNotices');
  expect([unread, total]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({
    kind: 'run-failed',
    title: `Run ${run.number} has failed`,
    message: 'night: The data are <b>gone</b>.',
    run: { id: run.id, number: run.number, name: 'night' },
    read_at: null,
  });
  await ended(done);
  expect((await inbox()).map(([kind]) => kind)).toEqual(['run-completed', 'run-failed']);
});

it('which kinds come is chosen by each person, and starting is told only on request', async () => {
  expect(await client.call('getPreferences')).toEqual({
    theme: 'auto',
    notices: { started: false, completed: true, failed: true, below_baseline: true, budget: true },
    browser_notifications: false,
    open_results: true,
  });
  await choose(everything);
  const run = await ended(done);
  expect(await inbox()).toEqual([
    ['run-completed', `Run ${run.number} has completed`],
    ['run-started', `Run ${run.number} has started`],
  ]);
  await choose({ started: false, completed: false, failed: false });
  await ended(done);
  await ended(failed);
  expect(await inbox()).toHaveLength(2);
  const wrong = client.call('putPreferences', { body: JSON.parse('{"notices":{"nonsense":true}}') });
  await expect(wrong).rejects.toMatchObject({ status: 400 });
});

it('a run that its machine failed is told to be tried again, and its second start is no news', async () => {
  await choose(everything);
  const run = await started();
  await finish(server.database.store, run.fence, { how: 'infrastructure', reason: aReason('worker-lost') }, policy);
  await bury(server.database.store, run.fence);
  const again = await claim(server.database.store, {
    workerId,
    leaseSeconds: 60,
    priorityAgeSeconds: 600,
    runId: run.id,
  });
  expect(again?.attempt).toBe(2);
  expect((await inbox()).map(([kind]) => kind)).toEqual(['run-requeued', 'run-started']);
});

it('what its owner stops before it was carried, or cancels, is no news', async () => {
  const { store } = server.database;
  const { id } = await submitRun(store, aSubmission(user));
  await requestAction(store, id, 'pause', actorOf(user));
  await requestAction(store, id, 'stop', actorOf(user));
  const run = await started();
  await requestAction(store, run.id, 'cancel', actorOf(user));
  expect(await inbox()).toEqual([]);
});

it('a completed run that is worse than its baseline says so', async () => {
  const row = { low: null, high: null, unit: '', better: 'higher', note: null } as const;
  const table = (accuracy: number): Section => ({
    type: 'metric-table',
    title: 'Results',
    notes: [],
    data: {
      rows: [
        { ...row, name: 'accuracy', label: 'Accuracy', value: accuracy },
        { ...row, name: 'accuracy_baseline', label: 'Baseline', value: 0.5 },
      ],
    },
  });
  const run = await ended(done, {}, [table(0.25)]);
  await ended(done, {}, [table(0.75)]);
  const { items } = await client.call('listNotices');
  expect(items.map(({ kind }) => kind)).toEqual(['run-completed', 'below-baseline', 'run-completed']);
  expect(items[1]).toMatchObject({
    title: `Run ${run.number} is worse than its baseline`,
    message: 'night: Accuracy is 0.25; its baseline is 0.5.',
  });
});

it('runs that serve the product tell of failures only', async () => {
  await choose(everything);
  await ended(done, { quiet: true });
  expect(await inbox()).toEqual([]);
  await ended(failed, { quiet: true });
  expect((await inbox()).map(([kind]) => kind)).toEqual(['run-failed']);
});

it('the inbox is turned page by page, read one by one or at once, and is nobody else’s', async () => {
  for (let i = 0; i < 5; i += 1) await ended(done);
  const first = await client.call('listNotices', { query: { limit: 2 } });
  expect([first.items.length, first.total, first.unread]).toEqual([2, 5, 5]);
  const rest = await client.call('listNotices', { query: { limit: 3, cursor: first.next_cursor ?? '' } });
  expect(rest.next_cursor).toBeNull();
  const ids = [...first.items, ...rest.items].map((each) => each.id);
  expect(new Set(ids).size).toBe(5);

  const [one = ''] = ids;
  const other = createClient({ url: server.url, key: await server.keyFor('viewer') });
  expect(await other.call('readNotices', { body: {} })).toEqual({ unread: 0 });
  expect(await client.call('readNotices', { body: { ids: [one] } })).toEqual({ unread: 4 });
  expect((await client.call('listNotices', { query: { unread: 'true' } })).items.map((n) => n.id)).not.toContain(one);
  expect((await client.call('listNotices', { query: { unread: 'false' } })).items.map((n) => n.id)).toEqual([one]);
  expect(await client.call('readNotices', { body: {} })).toEqual({ unread: 0 });
  await expect(client.call('listNotices', { query: { cursor: 'nonsense' } })).rejects.toMatchObject({ status: 400 });
});

it('what was read is forgotten after a while, what was not stays', async () => {
  await ended(done);
  await ended(done);
  const { items } = await client.call('listNotices');
  await client.call('readNotices', { body: { ids: [items[0]?.id ?? ''] } });
  expect(await dropReadNotices(server.database.store, 90)).toBe(0);
  await server.database.store.query("UPDATE notice SET at = at - interval '91 days' WHERE user_id = $1", [user.id]);
  expect(await dropReadNotices(server.database.store, 90)).toBe(1);
  expect((await client.call('listNotices')).items.map((n) => n.id)).toEqual([items[1]?.id]);
});
