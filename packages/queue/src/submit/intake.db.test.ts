import { listSeries, readSeries, type Store, type User } from '@trainyard/store';
import { actorOf, aSubmission, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  appendExternalLog,
  finishExternalRun,
  type MetricIntake,
  metricIntake,
  openExternalRun,
  requestAction,
  submitRun,
} from '../submit.ts';

let db: TestDatabase;
let store: Store;
let user: User;
let intake: MetricIntake;

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store);
  intake = metricIntake(store, { flushMs: 5, mergeSeconds: 60, mergePoints: 1000 });
  return async () => {
    await intake.close();
    await db.drop();
  };
});

const open = () => openExternalRun(store, { name: 'x', ownerId: user.id, actor: actorOf(user) });

describe('the intake of points from outside', () => {
  it('commits what many callers send together, for several runs, and loses and doubles nothing', async () => {
    const runs = [await open(), await open()];
    await Promise.all(
      Array.from({ length: 40 }, async (_, caller) => {
        const run = runs[caller % 2];
        for (let step = 0; step < 20; step += 1) {
          await intake.append(run?.id ?? '', [{ key: 'm', step: caller * 100 + step, value: step }]);
        }
      }),
    );
    for (const run of runs) {
      const { steps } = await readSeries(store, run, 'm');
      expect(steps).toHaveLength(400);
      expect(new Set(steps).size).toBe(400);
    }
    const commits = await store.query<{ n: number }>(
      "SELECT count(*) AS n FROM run_event WHERE kind = 'metrics-reported'",
    );
    expect(commits.rows[0]?.n).toBeLessThan(400);
  });

  it('can be read back as soon as it is answered, and is merged at the end', async () => {
    const run = await open();
    for (let step = 0; step < 5; step += 1) {
      await intake.append(run.id, [{ key: 'm', step, value: 1 }]);
      expect((await listSeries(store, run.id))[0]?.count).toBe(step + 1);
    }
    await intake.close();
    expect((await store.query('SELECT 1 FROM metric_chunk')).count).toBe(1);
  });

  it('refuses one caller without harming the others', async () => {
    const good = await open();
    const closed = await open();
    await finishExternalRun(store, closed.id, { status: 'completed' }, actorOf(user));
    const ours = await submitRun(store, aSubmission(user));
    const point = [{ key: 'm', step: 1, value: 1 }];
    const answers = await Promise.allSettled([
      intake.append(good.id, point),
      intake.append(closed.id, point),
      intake.append(ours.id, point),
      intake.append('01890000-0000-7000-8000-000000000009', point),
    ]);
    expect(
      answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : answer.value.accepted)),
    ).toEqual([1, 'move-not-allowed', 'run-not-external', 'run-not-found']);
    await expect(
      appendExternalLog(store, closed.id, [{ level: 'info', source: 'trainer', text: 'x' }]),
    ).rejects.toMatchObject({
      code: 'move-not-allowed',
    });
  });

  it('accepts what is committed, though the commands could not be asked for', async () => {
    const run = await open();
    await requestAction(store, run.id, 'stop', actorOf(user));
    await store.query('ALTER TABLE run_command RENAME created_at TO away');
    const point = [{ key: 'm', step: 1, value: 1 }];
    expect(await intake.append(run.id, point)).toEqual({ accepted: 1, commands: [] });
    const line = { level: 'info', source: 'trainer', text: 'x' } as const;
    expect(await appendExternalLog(store, run.id, [line])).toEqual({ accepted: 1, commands: [] });
    await store.query('ALTER TABLE run_command RENAME away TO created_at');
    expect((await intake.append(run.id, point)).commands.map(({ action }) => action)).toEqual(['stop']);
  });

  it('brings back what was asked of the run: a stop with every answer, a checkpoint once', async () => {
    const run = await open();
    await requestAction(store, run.id, 'checkpoint', actorOf(user));
    await requestAction(store, run.id, 'stop', actorOf(user));
    const asked = async (): Promise<string[]> =>
      (await intake.append(run.id, [{ key: 'm', step: 1, value: 1 }])).commands.map((command) => command.action);
    expect(await asked()).toEqual(['checkpoint', 'stop']);
    expect(await asked()).toEqual(['stop']);
    const told = await appendExternalLog(store, run.id, [{ level: 'info', source: 'trainer', text: 'x' }]);
    expect(told.commands.map((command) => command.action)).toEqual(['stop']);
    expect(await finishExternalRun(store, run.id, { status: 'completed' }, actorOf(user))).toBe('stopped');
  });
});
