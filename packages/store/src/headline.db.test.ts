import type { Section, SectionOf } from '@trainyard/contracts';
import { submitRun } from '@trainyard/queue/submit';
import { aFrozenRun, aSubmission, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from './connection.ts';
import { bestEarlierRun, listBestRuns } from './headline.ts';
import { completedRuns, learnedFromRuns } from './learned.ts';
import { writeSection } from './section.ts';
import type { User } from './user.ts';

let db: TestDatabase;
let store: Store;
let user: User;
beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store);
  return () => db.drop();
});

type Row = SectionOf<'metric-table'>['data']['rows'][number];
const row = (name: string, value: Row['value'], changes: Partial<Row> = {}): Row => ({
  name,
  value,
  low: null,
  high: null,
  unit: '',
  better: 'higher',
  note: null,
  ...changes,
});
const table = (...rows: Row[]): Section => ({ type: 'metric-table', title: 'Scores', notes: [], data: { rows } });

interface Made {
  value: Row['value'];
  dataset?: { name: string; version: number };
  note?: string;
  seconds?: number;
  better?: Row['better'];
  status?: string;
}

async function run({
  value,
  dataset = { name: 'cwru', version: 1 },
  note,
  seconds = 10,
  better = 'higher',
  status = 'completed',
}: Made) {
  const split =
    note === undefined ? null : { digest: 's', by: 'window', note, companion_digest: null, sizes: {}, not_scored: [] };
  const frozen = aFrozenRun({ dataset: { ...dataset, digest: `${dataset.name}${dataset.version}` }, split });
  const made = await submitRun(store, aSubmission(user, { frozen }));
  await writeSection(
    store,
    made.id,
    1,
    table(row('samples', 5, { better: 'none' }), row('score_baseline', 9), row('score', value, { better })),
  );
  await store.query('UPDATE run SET status = $2, running_ms = $3 WHERE id = $1', [made.id, status, seconds * 1000]);
  return made;
}

async function headlineValue(id: string): Promise<unknown> {
  return (await store.query<{ value: number }>('SELECT value FROM run_headline WHERE run_id = $1', [id])).rows[0]
    ?.value;
}

describe('the headline of a run', () => {
  it('is the first row that something is better for, baselines apart, and follows when tables are told again', async () => {
    const one = await run({ value: 0.5 });
    expect(await headlineValue(one.id)).toBe(0.5);
    await writeSection(store, one.id, 2, table(row('score', 0.7, { low: 0.6, high: 'Infinity' })));
    expect(await headlineValue(one.id)).toBe(0.7);
    await writeSection(store, one.id, 2, table(row('samples', 5, { better: 'none' })));
    expect(await headlineValue(one.id)).toBeUndefined();
    const none = await submitRun(store, aSubmission(user));
    await writeSection(store, none.id, 1, table(row('samples', 5, { better: 'none' })));
    expect(await headlineValue(none.id)).toBeUndefined();
  });
});

describe('the best run of each data set', () => {
  it('is an honest one where there is any, on the newest version', async () => {
    await run({ value: 0.9, dataset: { name: 'old', version: 1 } });
    const newer = await run({ value: 0.6, dataset: { name: 'old', version: 2 } });
    await run({ value: 0.99, note: 'upper bound' });
    const honest = await run({ value: 0.8 });
    await run({ value: 0.7 });
    await run({ value: 'NaN' });
    await run({ value: 0.95, status: 'failed' });
    const flattered = await run({ value: 0.5, note: 'upper bound', dataset: { name: 'only', version: 1 } });
    const best = await listBestRuns(store);
    expect(best.map((one) => [one.dataset.name, one.run.number, one.value])).toEqual([
      ['cwru', honest.number, 0.8],
      ['old', newer.number, 0.6],
      ['only', flattered.number, 0.5],
    ]);
  });

  it('has the smallest value where less is better, and the earlier run of two alike', async () => {
    await run({ value: 3, better: 'lower' });
    const first = await run({ value: 2, better: 'lower' });
    await run({ value: 2, better: 'lower' });
    expect((await listBestRuns(store))[0]?.run.number).toBe(first.number);
  });

  it('before a run counts only what was submitted before it, on the same version', async () => {
    const first = await run({ value: 0.6 });
    await run({ value: 0.5 });
    await run({ value: 0.9, dataset: { name: 'cwru', version: 2 } });
    const now = await run({ value: 0.7 });
    await run({ value: 0.95 });
    const than = { number: now.number, datasetDigest: 'cwru1', key: 'score', better: 'higher' } as const;
    expect((await bestEarlierRun(store, than))?.run.number).toBe(first.number);
    expect(await bestEarlierRun(store, { ...than, key: 'other' })).toBeNull();
    expect(await bestEarlierRun(store, { ...than, number: first.number })).toBeNull();
  });
});

describe('what is learned from runs', () => {
  it('is the median with its band, of completed runs only', async () => {
    for (const seconds of [10, 20, 30]) await run({ value: seconds / 100, seconds });
    await run({ value: 0.99, seconds: 999, status: 'failed' });
    await run({ value: 0.99, seconds: 20, note: 'upper bound' });
    const [learned] = await learnedFromRuns(store);
    expect(learned).toEqual({
      trainer: 'sample',
      runs: 4,
      seconds: { low: 13, value: 20, high: 27 },
      quality: { label: 'score', value: 0.2, unit: '' },
    });
    const past = await completedRuns(store, 'sample', 2);
    expect(past.map((one) => one.running_s)).toEqual([20, 30]);
    expect(past[0]).toMatchObject({ preset: null, config: { epochs: 3 }, train_size: null, checkpoint_bytes: null });
  });
});
