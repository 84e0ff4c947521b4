import { TrainyardError } from '@trainyard/contracts';
import {
  getRun,
  listAttempts,
  listEvents,
  listSeries,
  listTopicEvents,
  openStore,
  readLog,
  type Store,
  type User,
} from '@trainyard/store';
import {
  actorOf,
  aFrozenRun,
  aReason,
  aSubmission,
  aUser,
  aWorkerSpec,
  fenceOf,
  type TestDatabase,
  testDatabase,
} from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { finishExternalRun, openExternalRun, requestAction, submitExperiment, submitRun } from '../submit.ts';
import {
  answerCommand,
  appendBatch,
  appendEvents,
  appendLog,
  appendMetrics,
  beat,
  beginAttempt,
  bury,
  type Claim,
  claim,
  FencedError,
  finish,
  reap,
  recordCheckpoint,
  registerWorker,
  releaseDeadWorkersOfHost,
} from '../work.ts';

const policy = { retryLimit: 5, retryBackoffSeconds: 2 };
const lease = { leaseSeconds: 8, priorityAgeSeconds: 600 };

let db: TestDatabase;
let store: Store;
let user: User;

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store);
  return () => db.drop();
});

async function aWorker(changes = {}): Promise<string> {
  const spec = aWorkerSpec(changes);
  await registerWorker(store, spec);
  return spec.id;
}

async function claimed(workerId: string): Promise<Claim> {
  // The reaper of these tests takes everybody for lost who has not beaten this very moment.
  await beat(store, { workerId, leaseSeconds: 8, held: [] });
  const taken = await claim(store, { workerId, ...lease });
  if (taken === null) throw new Error('nothing to claim');
  return taken;
}

/** As if the worker had been silent for longer than its lease. */
async function expire(runId: string): Promise<void> {
  await store.query("UPDATE job SET lease_until = clock_timestamp() - interval '1 second' WHERE run_id = $1", [runId]);
}

/** The reaper waits one lease after the server's start; the test server has only just started. */
const reapNow = () => reap(store, { leaseSeconds: 0, ...policy });

describe('a run from submit to its end', () => {
  it('is claimed, reports, and completes with gapless events in the order of what happened', async () => {
    const { id, number } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    const taken = await claimed(workerId);
    const fence = fenceOf(taken);
    expect(taken).toMatchObject({ runId: id, number, attempt: 1, checkpoints: [], continuedFrom: null });
    await beginAttempt(store, fence, null);
    await appendEvents(store, fence, [{ kind: 'trainer-greeted', data: { pid: 7, versions: { numpy: '2' } } }]);
    await appendMetrics(store, fence, [{ key: 'train/loss', step: 1, value: 0.5 }]);
    await appendLog(store, fence, [{ level: 'info', source: 'stdout', text: 'hello' }]);
    const ended = await finish(
      store,
      fence,
      { how: 'done', reason: aReason('done'), finalMetrics: { 'test/accuracy': 0.9 } },
      policy,
    );
    expect(ended.status).toBe('completed');
    const events = await listEvents(store, id, { after: 0, limit: 100 });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.map((event) => event.kind)).toEqual([
      'run-submitted',
      'status-changed',
      'attempt-started',
      'trainer-greeted',
      'metrics-reported',
      'log-written',
      'attempt-ended',
      'status-changed',
    ]);
    const run = await getRun(store, String(number));
    expect(run).toMatchObject({
      status: 'completed',
      metrics: { 'train/loss': 0.5, 'test/accuracy': 0.9 },
      worker: null,
    });
    expect(run.ended_at).not.toBeNull();
    expect((await listTopicEvents(store, { after: 0, limit: 10 })).map((event) => event.topic_seq)).toEqual([1, 2, 3]);
  });

  it('fails where its record cannot be read, and holds up nobody', async () => {
    const broken = await submitRun(store, aSubmission(user));
    const whole = await submitRun(store, aSubmission(user));
    await store.query(`UPDATE run_record SET frozen = '{"v": 99}' WHERE run_id = $1`, [broken.id]);
    const workerId = await aWorker({ slots: 1 });
    expect((await claimed(workerId)).runId).toBe(whole.id);
    const run = await getRun(store, broken.id);
    expect(run).toMatchObject({ status: 'failed', reason: { code: 'bad-config' }, worker: null });
    expect(await listAttempts(store, broken.id)).toMatchObject([{ attempt: 1, end: { code: 'bad-config' } }]);
    expect((await store.query('SELECT 1 FROM job WHERE run_id = $1', [broken.id])).count).toBe(0);
  });

  it('that is queued no more although a job says so is passed over, and holds up no claim', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    await store.query("UPDATE run SET status = 'paused' WHERE id = $1", [id]);
    const workerId = await aWorker();
    expect(await claim(store, { workerId, ...lease })).toBeNull();
    const next = await submitRun(store, aSubmission(user));
    expect((await claimed(workerId)).runId).toBe(next.id);
  });

  it('reports a batch once, however often it is sent', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const fence = fenceOf(await claimed(await aWorker()));
    const report = (number: number) => ({
      number,
      points: [{ key: 'a', step: number, value: 1 }],
      logs: [{ level: 'info' as const, source: 'stdout' as const, text: `line ${number}` }],
      events: [{ kind: 'trainer-greeted' as const, data: { pid: 1, versions: {} } }],
    });
    for (const number of [1, 1, 2, 1, 2]) await appendBatch(store, fence, report(number));
    expect(await listSeries(store, id)).toMatchObject([{ count: 2, last_step: 2 }]);
    expect((await readLog(store, id, { from: 0, limit: 9 })).items.map((line) => line.text)).toEqual([
      'line 1',
      'line 2',
    ]);
    await expect(appendBatch(store, { ...fence, attempt: 2 }, report(3))).rejects.toBeInstanceOf(FencedError);
  });

  it('takes a slot until its child is buried, also after a cancel', async () => {
    for (const name of ['a', 'b']) await submitRun(store, aSubmission(user, { name }));
    const workerId = await aWorker({ slots: 1 });
    const first = await claimed(workerId);
    await requestAction(store, first.runId, 'cancel', actorOf(user));
    expect(await claim(store, { workerId, ...lease })).toBeNull();
    await bury(store, fenceOf(first));
    await bury(store, fenceOf(first));
    expect((await claimed(workerId)).name).toBe('b');
  });

  it('hears its commands by the beat until they are answered', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    const fence = fenceOf(await claimed(workerId));
    const held = [{ runId: id, attempt: 1 }];
    expect(await requestAction(store, id, 'pause', actorOf(user))).toEqual({ status: 'pausing', changed: true });
    expect(await requestAction(store, id, 'pause', actorOf(user))).toEqual({ status: 'pausing', changed: false });
    const heard = await beat(store, { workerId, leaseSeconds: 8, held });
    expect(heard).toMatchObject({ lost: [], known: true, commands: [{ runId: id, attempt: 1, action: 'pause' }] });
    expect((await getRun(store, id)).pending).toEqual(['pause']);
    const commandId = heard.commands[0]?.id ?? '';
    await answerCommand(store, fence, { commandId, result: 'ok' });
    await answerCommand(store, fence, { commandId, result: 'ok' });
    expect((await beat(store, { workerId, leaseSeconds: 8, held })).commands).toEqual([]);
    await finish(store, fence, { how: 'paused', reason: aReason('paused') }, policy);
    expect((await getRun(store, id)).status).toBe('paused');
    const answers = await listEvents(store, id, { after: 0, limit: 50, kinds: ['command-answered'] });
    expect(answers).toHaveLength(1);
  });

  it('refuses an illegal move with what is possible', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    await requestAction(store, id, 'cancel', actorOf(user));
    const refused = await requestAction(store, id, 'resume', actorOf(user)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TrainyardError);
    expect(refused).toMatchObject({ code: 'move-not-allowed', allowed: [] });
  });
});

describe('claiming', () => {
  it('goes by priority, then by age; a low run that waited long goes before a new normal one', async () => {
    for (const priority of ['low', 'normal', 'high'] as const) {
      await submitRun(store, aSubmission(user, { name: priority, priority }));
    }
    await submitRun(store, aSubmission(user, { name: 'old low', priority: 'low' }));
    await store.query(
      "UPDATE job SET queued_at = job.queued_at - interval '11 minutes' FROM run WHERE run.id = job.run_id AND name = 'old low'",
    );
    const workerId = await aWorker({ slots: 4 });
    const order: string[] = [];
    for (let i = 0; i < 4; i += 1) order.push((await claimed(workerId)).name);
    expect(order).toEqual(['high', 'old low', 'normal', 'low']);
  });

  it('keeps one express slot for short runs of high priority, beside slots that are all taken', async () => {
    const workerId = await aWorker({ slots: 1 });
    const short = { priority: 'high' as const, frozen: aFrozenRun({ time_limit_s: 300 }) };
    const long = await submitRun(store, aSubmission(user));
    expect((await claimed(workerId)).runId).toBe(long.id);
    const another = await submitRun(store, aSubmission(user, { priority: 'high' }));
    expect(await claim(store, { workerId, ...lease }), 'a long one has to wait, whatever its priority').toBeNull();
    const report = await submitRun(store, aSubmission(user, short));
    await submitRun(store, aSubmission(user, short));
    const express = await claimed(workerId);
    expect(express.runId).toBe(report.id);
    expect(await claim(store, { workerId, ...lease }), 'the express slot is one').toBeNull();
    await bury(store, fenceOf(express));
    expect((await claimed(workerId)).runId).not.toBe(another.id);
  });

  it('gives every run to one worker only, and no GPU twice on one host', async () => {
    const gpu = { frozen: { ...aSubmission(user).frozen, resources: { threads: 1, gpus: 1 } } };
    for (let i = 0; i < 6; i += 1) await submitRun(store, aSubmission(user, gpu));
    const workers = [await aWorker({ slots: 4, gpus: [0, 1, 2] }), await aWorker({ slots: 4, gpus: [1, 2, 3] })];
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, i) => claim(store, { workerId: workers[i % 2] ?? '', ...lease })),
    );
    const got = taken.filter((each) => each !== null);
    expect(got.map((each) => each.devices[0]).sort()).toEqual([0, 1, 2, 3]);
    expect(new Set(got.map((each) => each.runId)).size).toBe(4);
  });

  it('runs a sequential experiment one after the other, whatever the end of each', async () => {
    const runs = ['a', 'b', 'c'].map((name) => aSubmission(user, { name }));
    await submitExperiment(store, { name: 'in turn', mode: 'sequential', ownerId: user.id, runs });
    const workerId = await aWorker({ slots: 4 });
    const first = await claimed(workerId);
    expect(first.name).toBe('a');
    expect(await claim(store, { workerId, ...lease })).toBeNull();
    await finish(store, fenceOf(first), { how: 'failed', reason: aReason('trainer-error') }, policy);
    const second = await claimed(workerId);
    expect(second.name).toBe('b');
    await requestAction(store, second.runId, 'cancel', actorOf(user));
    expect((await claimed(workerId)).name).toBe('c');
  });
});

describe('a worker that is lost', () => {
  it('loses its runs when its lease runs out; the next attempt knows the checkpoints', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const [one, two] = [await aWorker(), await aWorker()];
    const fence = fenceOf(await claimed(one));
    await recordCheckpoint(store, fence, {
      name: 'epoch-1',
      step: 10,
      epoch: 1,
      folder: 'runs/x',
      files: [{ path: 'model.bin', size: 3, sha256: 'a'.repeat(64) }],
      parts: ['model'],
      metrics: {},
      best: true,
    });
    expect(await reapNow()).toEqual([]);
    await expire(id);
    expect(await reapNow()).toMatchObject([{ runId: id, attempt: 1, status: 'queued' }]);
    const again = await claimed(two);
    expect(again).toMatchObject({ attempt: 2, retries: 1, checkpoints: [{ name: 'epoch-1', step: 10 }] });
    expect((await beat(store, { workerId: one, leaseSeconds: 8, held: [{ runId: id, attempt: 1 }] })).lost).toEqual([
      { runId: id, attempt: 1 },
    ]);
    expect(await listAttempts(store, id)).toMatchObject([
      { attempt: 1, retry: true, end: { code: 'worker-lost' } },
      { attempt: 2, retry: false, end: null },
    ]);
  });

  it('in the middle of a write or of a claim holds up neither the takeover nor what others claim', async () => {
    const own = openStore({ url: db.url, settings: { ...db.settings, leaseSeconds: 2 } });
    const woken = Promise.withResolvers<void>();
    // Each transaction comes as far as its first lock.
    const stuck: Store = {
      ...own,
      begin: (work) =>
        own.begin(async (tx) => {
          let asked = 0;
          const later = async (): Promise<void> => {
            asked += 1;
            if (asked > 1) await woken.promise;
          };
          return work({
            ...tx,
            query: async (...one) => later().then(() => tx.query(...one)),
            prepared: async (...one) => later().then(() => tx.prepared(...one)),
          });
        }),
    };
    const [{ id }, next] = [await submitRun(store, aSubmission(user)), await submitRun(store, aSubmission(user))];
    const [frozen, other] = [await aWorker(), await aWorker()];
    const fence = fenceOf(await claimed(frozen));
    const gone = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'database-unreachable' });
    const ended = [
      gone(appendBatch(stuck, fence, { number: 1, points: [{ key: 'a', step: 1, value: 1 }], logs: [], events: [] })),
      gone(claim(stuck, { workerId: frozen, ...lease })),
    ];
    try {
      const holds = async () =>
        (
          await store.query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
          )
        ).count;
      await expect.poll(holds).toBe(2);
      await expire(id);
      expect(await reapNow()).toMatchObject([{ runId: id, attempt: 1, status: 'queued' }]);
      const taken = [await claimed(other), await claimed(other)];
      expect(taken.map(({ runId }) => runId).sort()).toEqual([id, next.id].sort());
    } finally {
      woken.resolve();
      await Promise.all(ended);
      await own.close();
    }
  });

  it('cannot write a single row when it wakes', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const [frozen, other] = [await aWorker(), await aWorker()];
    const old = fenceOf(await claimed(frozen));
    await requestAction(store, id, 'checkpoint', actorOf(user));
    const [command] = (await beat(store, { workerId: frozen, leaseSeconds: 8, held: [] })).commands;
    await expire(id);
    await reapNow();
    await claimed(other);
    const tables = [
      'run',
      'run_event',
      'run_attempt',
      'run_command',
      'job',
      'checkpoint',
      'artifact',
      'section',
      'log_chunk',
      'series',
      'metric_chunk',
      'dataset',
      'topic_event',
    ];
    const state = async (): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (const table of tables) found.push((await store.query(`SELECT * FROM ${table} t ORDER BY t::text`)).rows);
      return found;
    };
    await beat(store, { workerId: frozen, leaseSeconds: 8, held: [] });
    const before = await state();
    const artifact = { path: 'm', kind: 'model', size: 1, sha256: 'b'.repeat(64), meta: {}, location: 'x' };
    const checkpoint = { name: 'c', step: 1, epoch: null, folder: 'f', files: [], parts: [], metrics: {}, best: false };
    const attempts: (() => Promise<unknown>)[] = [
      () => beginAttempt(store, old, null),
      () => appendEvents(store, old, [{ kind: 'warning-raised', data: { code: 'x', message: 'y' } }]),
      () => appendEvents(store, old, [{ kind: 'trainer-greeted', data: { pid: 1, versions: {} } }]),
      () => appendMetrics(store, old, [{ key: 'a', step: 1, value: 1 }]),
      () => appendLog(store, old, [{ level: 'info', source: 'stdout', text: 'ghost' }]),
      () => recordCheckpoint(store, old, checkpoint),
      () => answerCommand(store, old, { commandId: command?.id ?? '', result: 'ok' }),
      () => finish(store, old, { how: 'done', reason: aReason('done'), artifacts: [artifact] }, policy),
      () => finish(store, old, { how: 'infrastructure', reason: aReason('killed-by-signal') }, policy),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toBeInstanceOf(FencedError);
    await beat(store, { workerId: frozen, leaseSeconds: 8, held: [{ runId: id, attempt: 1 }] });
    expect(await state()).toEqual(before);
  });

  it('is not told by any clock but that of the database', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    const fence = fenceOf(await claimed(workerId));
    const far = Date.now() + 400 * 86_400_000;
    const real = Date.now;
    Date.now = () => far;
    try {
      await beat(store, { workerId, leaseSeconds: 8, held: [] });
      await appendMetrics(store, fence, [{ key: 'a', step: 1, value: 1, ageMs: 5 }]);
      expect(await reap(store, { leaseSeconds: 8, ...policy })).toEqual([]);
    } finally {
      Date.now = real;
    }
    const times = await store.query<{ near: boolean }>(
      `SELECT abs(extract(epoch FROM lease_until - clock_timestamp())) < 20 AS near FROM job
       UNION ALL SELECT abs(base_ms / 1000 - extract(epoch FROM clock_timestamp())) < 20 FROM metric_chunk`,
    );
    expect(times.rows).toEqual([{ near: true }, { near: true }]);
    expect((await getRun(store, id)).status).toBe('running');
  });

  it('gives its runs up at once when another worker of its host finds its process gone', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const dead = await aWorker({ pid: 11 });
    await claimed(dead);
    const next = await aWorker({ pid: 12 });
    const released = await releaseDeadWorkersOfHost(store, 'host-a', (worker) => worker.pid !== 11, policy);
    expect(released).toMatchObject([{ runId: id, status: 'queued' }]);
    expect(await releaseDeadWorkersOfHost(store, 'host-a', () => true, policy)).toEqual([]);
    expect(await claimed(next)).toMatchObject({ runId: id, attempt: 2 });
    expect((await beat(store, { workerId: dead, leaseSeconds: 8, held: [] })).known).toBe(false);
  });
});

describe('retries', () => {
  async function infrastructure(workerId: string, code: 'worker-lost' | 'trainer-crash', message: string) {
    await store.query('UPDATE job SET not_before = clock_timestamp()');
    const fence = fenceOf(await claimed(workerId));
    const ended = await finish(
      store,
      fence,
      { how: 'infrastructure', reason: aReason(code, message as never) },
      policy,
    );
    await bury(store, fence);
    return ended;
  }

  it('are at once, then wait longer, and end after five without a new checkpoint', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    const statuses: string[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await infrastructure(workerId, 'worker-lost', 'gone')).status);
    expect(statuses).toEqual(['queued', 'queued', 'queued', 'queued', 'queued', 'failed']);
    expect((await getRun(store, id)).reason).toMatchObject({
      code: 'retries-used-up',
      detail: { cause: 'worker-lost' },
    });
  });

  it('stop at the same crash twice', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    expect((await infrastructure(workerId, 'trainer-crash', 'SIGSEGV in conv')).status).toBe('queued');
    expect((await infrastructure(workerId, 'trainer-crash', 'SIGSEGV in conv')).status).toBe('failed');
    expect((await getRun(store, id)).reason?.code).toBe('same-error-twice');
  });

  it('do not count when a worker gives the run back', async () => {
    const { id } = await submitRun(store, aSubmission(user));
    const workerId = await aWorker();
    const fence = fenceOf(await claimed(workerId));
    await finish(store, fence, { how: 'released', reason: aReason('worker-released') }, policy);
    expect(await getRun(store, id)).toMatchObject({ status: 'queued', retries: 0 });
  });
});

describe('a run that another program executes', () => {
  it('is running from the start and is closed by that program', async () => {
    const { id } = await openExternalRun(store, {
      name: 'outside',
      ownerId: user.id,
      actor: actorOf(user),
      parameters: { lr: '0.1' },
    });
    expect((await getRun(store, id)).status).toBe('running');
    await finishExternalRun(store, id, { status: 'completed' }, actorOf(user));
    expect((await getRun(store, id)).status).toBe('completed');
  });
});
