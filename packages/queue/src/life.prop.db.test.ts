import { type RunAction, type RunStatus, TrainyardError } from '@trainyard/contracts';
import { hasEnded, isActive, isUnderWay, nextStatus, type RunMove } from '@trainyard/domain';
import { listEvents, listTopicEvents, type Store, type User } from '@trainyard/store';
import {
  actorOf,
  aReason,
  aSubmission,
  aUser,
  aWorkerSpec,
  fenceOf,
  type TestDatabase,
  testDatabase,
} from '@trainyard/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestAction, submitRun } from './submit.ts';
import {
  appendMetrics,
  beat,
  bury,
  claim,
  type EndIn,
  type Fence,
  FencedError,
  finish,
  reap,
  registerWorker,
} from './work.ts';

/** Whatever happens in whatever order, the database holds what the status table says, and nothing an old attempt wrote. */
let db: TestDatabase;
let store: Store;
let user: User;
const workers = [aWorkerSpec({ slots: 3, name: 'w0' }), aWorkerSpec({ slots: 3, name: 'w1' })];
const policy = { retryLimit: 3, retryBackoffSeconds: 0 };

beforeAll(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store);
  for (const worker of workers) await registerWorker(store, worker);
});
afterAll(() => db.drop());

type Step =
  | { do: 'ask'; action: RunAction }
  | { do: 'claim'; worker: number }
  | { do: 'expire' }
  | { do: 'finish'; how: EndIn['how']; fence: number }
  | { do: 'metric'; fence: number }
  | { do: 'bury'; fence: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      action: fc.constantFrom<RunAction>('pause', 'resume', 'stop', 'cancel', 'checkpoint'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('claim' as const), worker: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('finish' as const),
      how: fc.constantFrom<EndIn['how']>('done', 'paused', 'exit', 'failed', 'infrastructure', 'released'),
      fence: fc.nat({ max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('metric' as const), fence: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bury' as const), fence: fc.nat({ max: 3 }) }) },
);

interface Model {
  status: RunStatus;
  /** Fences of all attempts, newest first. */
  fences: Fence[];
  retriesSinceCheckpoint: number;
  points: number;
}

async function refused(work: Promise<unknown>, by: typeof FencedError | typeof TrainyardError): Promise<void> {
  await expect(work).rejects.toBeInstanceOf(by);
}

function moved(model: Model, on: RunMove): void {
  const to = nextStatus(model.status, on);
  if (to === null) throw new Error(`the model knows no move ${on} from ${model.status}`);
  model.status = to;
}

function lose(model: Model): void {
  const again = model.retriesSinceCheckpoint < policy.retryLimit;
  const retried = model.status === 'running' && again;
  moved(model, model.status !== 'running' || again ? 'lost' : 'exhausted');
  if (retried) model.retriesSinceCheckpoint += 1;
}

async function take(runId: string, model: Model, it: Step): Promise<void> {
  if (it.do === 'ask') {
    const asked = requestAction(store, runId, it.action, actorOf(user));
    const legal =
      it.action === 'checkpoint' ? model.status === 'running' : nextStatus(model.status, it.action) !== null;
    if (isUnderWay(model.status, it.action)) expect(await asked).toEqual({ status: model.status, changed: false });
    else if (!legal) await refused(asked, TrainyardError);
    else {
      if (it.action !== 'checkpoint') moved(model, it.action);
      if (it.action === 'resume') model.retriesSinceCheckpoint = 0;
      expect((await asked).status).toBe(model.status);
    }
    return;
  }
  if (it.do === 'claim') {
    const worker = workers[it.worker];
    if (worker === undefined) return;
    await beat(store, { workerId: worker.id, leaseSeconds: 8, held: [] });
    const taken = await claim(store, { workerId: worker.id, leaseSeconds: 8, priorityAgeSeconds: 600, runId });
    if (taken === null) {
      const busy = await store.query('SELECT 1 FROM run_attempt WHERE worker_id = $1 AND buried_at IS NULL', [
        worker.id,
      ]);
      if (model.status === 'queued') expect(busy.count).toBe(worker.slots);
      return;
    }
    moved(model, 'claim');
    model.fences.unshift(fenceOf(taken));
    return;
  }
  if (it.do === 'expire') {
    const held = await store.query(
      "UPDATE job SET lease_until = clock_timestamp() - interval '1 s' WHERE run_id = $1 AND worker_id IS NOT NULL",
      [runId],
    );
    await reap(store, { leaseSeconds: 0, ...policy });
    expect(held.count === 1).toBe(isActive(model.status));
    if (held.count === 1) lose(model);
    return;
  }
  const fence = model.fences[it.fence];
  if (fence === undefined) return;
  if (it.do === 'bury') {
    await bury(store, fence);
    await bury(store, fence);
    return;
  }
  const current = it.fence === 0 && isActive(model.status);
  if (it.do === 'metric') {
    const written = appendMetrics(store, fence, [{ key: 'm', step: model.points, value: 1 }]);
    if (!current) return refused(written, FencedError);
    await written;
    model.points += 1;
    return;
  }
  const ended = finish(
    store,
    fence,
    { how: it.how, reason: aReason(it.how === 'infrastructure' ? 'worker-lost' : 'done') },
    policy,
  );
  if (!current) return refused(ended, FencedError);
  if (it.how === 'infrastructure') lose(model);
  else if (it.how === 'paused') moved(model, model.status === 'running' ? 'exit' : 'left');
  else moved(model, ({ done: 'done', exit: 'exit', failed: 'fault', released: 'release' } as const)[it.how]);
  expect((await ended).status).toBe(model.status);
  // The same end told again, because its answer was lost, changes nothing.
  await refused(finish(store, fence, { how: it.how, reason: aReason('done') }, policy), FencedError);
}

interface Row {
  status: RunStatus;
  last_seq: number;
  attempt: number;
  worker: boolean;
  ended: boolean;
  going: boolean;
  job: boolean;
  leased: boolean;
  points: number | null;
  open_attempts: number;
}

async function check(runId: string, model: Model): Promise<void> {
  const found = await store.query<Row>(
    `SELECT r.status, r.last_seq, r.attempt, r.worker_id IS NOT NULL AS worker, r.ended_at IS NOT NULL AS ended,
       r.running_since IS NOT NULL AS going, j.run_id IS NOT NULL AS job, j.worker_id IS NOT NULL AS leased,
       (SELECT count FROM series WHERE run_id = r.id) AS points,
       (SELECT count(*) FROM run_attempt WHERE run_id = r.id AND ended_at IS NULL) AS open_attempts
     FROM run r LEFT JOIN job j ON j.run_id = r.id WHERE r.id = $1`,
    [runId],
  );
  const active = isActive(model.status);
  const row = found.rows[0];
  expect(row).toMatchObject({
    status: model.status,
    attempt: model.fences.length,
    worker: active,
    going: active,
    leased: active,
    ended: hasEnded(model.status),
    job: active || model.status === 'queued',
    open_attempts: active ? 1 : 0,
  });
  expect(row?.points ?? 0).toBe(model.points);
  const slots = await store.query<{ busy: number }>(
    'SELECT count(*) AS busy FROM run_attempt WHERE buried_at IS NULL GROUP BY worker_id',
  );
  for (const { busy } of slots.rows) expect(busy).toBeLessThanOrEqual(3);
}

async function checkHistory(runId: string, model: Model): Promise<void> {
  const events = await listEvents(store, runId, { after: 0, limit: 10_000 });
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
  let status: RunStatus = 'queued';
  for (const event of events.filter((each) => each.kind === 'status-changed')) {
    const { from, to, on } = event.data as { from: RunStatus; to: RunStatus; on: RunMove };
    expect(from).toBe(status);
    expect(nextStatus(from, on)).toBe(to);
    status = to;
  }
  expect(status).toBe(model.status);
  const topic = await listTopicEvents(store, { after: 0, limit: 100_000 });
  expect(topic.map((event) => event.topic_seq)).toEqual(topic.map((_, i) => i + 1));
}

it('holds what the status table says after any sequence of commands and worker events', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const { id } = await submitRun(store, aSubmission(user));
      const model: Model = { status: 'queued', fences: [], retriesSinceCheckpoint: 0, points: 0 };
      for (const each of steps) {
        await take(id, model, each);
        await check(id, model);
      }
      await checkHistory(id, model);
      if (!hasEnded(model.status)) await requestAction(store, id, 'cancel', actorOf(user));
      for (const fence of model.fences) await bury(store, fence);
    }),
    { numRuns: 60 },
  );
});
