import { openExternalRun, submitExperiment, submitRun } from '@trainyard/queue/submit';
import { actorOf, aFrozenRun, aSubmission, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from './connection.ts';
import { getExperiment, listExperiments } from './experiment.ts';
import { writePoints } from './metric-write.ts';
import { getRun, patchRun } from './run.ts';
import { listRuns } from './run-list.ts';
import type { User } from './user.ts';

let db: TestDatabase;
let store: Store;
let user: User;

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store, 'ada');
  return () => db.drop();
});

const names = async (query: Partial<Parameters<typeof listRuns>[1]>): Promise<string[]> =>
  (await listRuns(store, { limit: 50, ...query })).items.map((run) => run.name);

const onData = (name: string, version: number) => ({
  frozen: aFrozenRun({ dataset: { name, version, digest: 'd'.repeat(64) } }),
});

describe('the list of runs', () => {
  it('finds words of name, notes and tags by their beginning, whatever their case', async () => {
    await submitRun(
      store,
      aSubmission(user, { name: 'Bearing baseline', notes: 'first try on CWRU', tags: { team: 'blue-whale' } }),
    );
    await submitRun(store, aSubmission(user, { name: 'other' }));
    for (const q of ['bear', 'BASELINE bea', 'cwru', 'whale', 'team'])
      expect(await names({ q })).toEqual(['Bearing baseline']);
    expect(await names({ q: "x' | ' -- bear" })).toEqual([]);
    expect(await names({ q: '#2' })).toEqual(['other']);
    await store.begin((tx) =>
      getRun(tx, '2').then((run) => patchRun(tx, run.id, { name: 'renamed', tags: { a: 'b' } })),
    );
    expect(await names({ q: 'renamed' })).toEqual(['renamed']);
    expect(await names({ q: 'other' })).toEqual([]);
  });

  it('filters by several fields at once, and by several values of one', async () => {
    await submitRun(
      store,
      aSubmission(user, { name: 'a', priority: 'high', tags: { team: 'x, y' }, ...onData('cwru', 1) }),
    );
    await submitRun(store, aSubmission(user, { name: 'b', ...onData('cwru', 2) }));
    await openExternalRun(store, { name: 'c', ownerId: user.id, actor: actorOf(user), parameters: { lr: '0.1' } });
    const cases: [string, string[]][] = [
      ['status:queued', ['b', 'a']],
      ['status:queued,status:running', ['c', 'b', 'a']],
      ['status:queued,priority:high', ['a']],
      ['dataset:cwru', ['b', 'a']],
      ['dataset:cwru@2', ['b']],
      ['tag.team:x\\, y', ['a']],
      ['tag:team', ['a']],
      ['tag:team=x\\, y', ['a']],
      ['tag:team=x', []],
      ['number:3,number:1', ['c', 'a']],
      ['parameter.lr:0.1', ['c']],
      ['executor:external', ['c']],
      ['owner:ada', ['c', 'b', 'a']],
      ['experiment:default,trainer:sample', ['b', 'a']],
      ['from:2020-01-01,to:2021-01-01', []],
    ];
    for (const [filter, expected] of cases) expect(await names({ filter }), filter).toEqual(expected);
  });

  it('says what is wrong with a filter, a sort field or a cursor', async () => {
    const wrong = [
      { filter: 'status:done' },
      { filter: 'colour:red' },
      { filter: 'status' },
      { filter: 'from:yesterday' },
      { filter: 'metric.loss:small' },
      { sort: 'beauty' },
      { sort: 'constructor' },
      { cursor: 'bm9uc2Vuc2U' },
      { sort: 'created_at', cursor: Buffer.from('["abc",1]').toString('base64url') },
    ];
    for (const query of wrong)
      await expect(names(query), JSON.stringify(query)).rejects.toMatchObject({ code: 'query-invalid' });
  });

  it('shows every run once when turned page by page, in every order, while runs are added', async () => {
    for (let i = 0; i < 23; i += 1) {
      const { id } = await openExternalRun(store, { name: `run ${i % 5}`, ownerId: user.id, actor: actorOf(user) });
      const value = i % 4 === 0 ? Number.NaN : i % 7;
      if (i % 3 !== 0) await writePoints(store, [{ runId: id, points: [{ key: 'test/f1', step: 1, value }] }]);
    }
    for (const sort of [
      'number',
      '-number',
      'name',
      '-created_at',
      'started_at',
      '-ended_at',
      'metric:test/f1',
      '-metric:test/f1',
      '-running_s',
    ]) {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listRuns(store, { limit: 4, sort, cursor });
        seen.push(...page.items.map((run) => run.number).filter((number) => number <= 23));
        cursor = page.next_cursor ?? undefined;
        if (seen.length === 8) await openExternalRun(store, { name: 'late', ownerId: user.id, actor: actorOf(user) });
      } while (cursor !== undefined);
      // Sorted by running time the rows move while pages are turned.
      if (sort !== '-running_s')
        expect(
          seen.toSorted((a, b) => a - b),
          sort,
        ).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
    }
    const best = await listRuns(store, { limit: 3, sort: '-metric:test/f1' });
    expect(best.items.map((run) => run.metrics['test/f1'])).toEqual([6, 5, 5]);
    const third = await listRuns(store, { limit: 3, skip: 6, sort: 'number' });
    expect(third.items.map((run) => run.number)).toEqual([7, 8, 9]);
    expect((await listRuns(store, { limit: 3, skip: 1000 })).items).toEqual([]);
  });

  it('filters by ranges of a metric', async () => {
    for (const value of [0.2, 0.5, 0.9]) {
      const { id } = await openExternalRun(store, { name: `f1 ${value}`, ownerId: user.id, actor: actorOf(user) });
      await writePoints(store, [{ runId: id, points: [{ key: 'test/f1', step: 1, value }] }]);
    }
    expect(await names({ filter: 'metric.test/f1:>0.3,metric.test/f1:<=0.5' })).toEqual(['f1 0.5']);
  });
});

describe('experiments', () => {
  it('count their runs by status and are found by id, number and name', async () => {
    const runs = [aSubmission(user), aSubmission(user)];
    const made = await submitExperiment(store, { name: 'Sweep', mode: 'parallel', ownerId: user.id, runs });
    for (const ref of [made.experimentId, String(made.number), 'sweep']) {
      expect(await getExperiment(store, ref)).toMatchObject({ id: made.experimentId, counts: { queued: 2 } });
    }
    expect(await listExperiments(store, { limit: 10, q: 'swe' })).toMatchObject({ total: 1, next_cursor: null });
    await expect(getExperiment(store, 'none such')).rejects.toMatchObject({ code: 'experiment-not-found' });
  });
});
