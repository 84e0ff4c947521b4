import { submitRun } from '@trainyard/queue/submit';
import { aSubmission, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeCheckpoint } from './checkpoint.ts';
import { newId, type Store } from './connection.ts';
import { mergeChunks, supersedePoints } from './metric-chunks.ts';
import { type NewPoint, writePoints } from './metric-write.ts';
import { getRun } from './run.ts';
import { listSeries, readSeries, readWindow } from './series.ts';

let db: TestDatabase;
let store: Store;
let run: { id: string; number: number };
const workerId = '01890000-0000-7000-8000-000000000001';

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  run = await submitRun(store, aSubmission(await aUser(store)));
  await attempt(1);
  return () => db.drop();
});

/** Metrics know nothing of the queue: the fence is the run's row. */
async function attempt(n: number): Promise<void> {
  await store.query("UPDATE run SET status = 'running', attempt = $2, worker_id = $3 WHERE id = $1", [
    run.id,
    n,
    workerId,
  ]);
}

function write(points: readonly NewPoint[], n = 1): Promise<Map<string, boolean>> {
  return writePoints(store, [{ runId: run.id, points }], { attempt: n, workerId });
}

async function checkpoint(step: number, runId = run.id): Promise<string> {
  const saved = await writeCheckpoint(store, runId, {
    id: newId(),
    name: `step${step}`,
    attempt: 1,
    step,
    epoch: null,
    folder: `/nowhere/${step}`,
    files: [],
    parts: [],
    metrics: {},
    best: false,
  });
  return saved.id;
}

const line = (from: number, to: number, value = (step: number) => step / 10): NewPoint[] =>
  Array.from({ length: to - from }, (_, i) => ({ key: 'train/loss', step: from + i, value: value(from + i) }));

async function steps(): Promise<number[]> {
  return [...(await readSeries(store, run, 'train/loss')).steps];
}

describe('metric points', () => {
  it('come back as they were written, NaN and infinities and repeated steps included', async () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1];
    await write(values.map((value, i) => ({ key: 'm', step: i < 2 ? 0 : i, value })));
    const window = await readWindow(store, run, 'm', { buckets: 100 });
    expect(window.points?.map(([step, value]) => [step, value])).toEqual([
      [0, 1],
      [0, 'NaN'],
      [2, 'Infinity'],
      [3, '-Infinity'],
      [4, 0.1],
    ]);
    expect(await listSeries(store, run.id)).toMatchObject([
      { key: 'm', count: 5, latest: 0.1, non_finite: 3, best_low: '-Infinity', best_high: 'Infinity' },
    ]);
    expect((await getRun(store, run.id)).metrics).toEqual({ m: 0.1 });
  });

  it('keep their own times where they bring them, and else the time of the database less their age', async () => {
    await write([{ key: 'own', step: 1, value: 1, atMs: 1000 }]);
    await write([{ key: 'aged', step: 1, value: 1, ageMs: 3_600_000 }]);
    expect((await readSeries(store, run, 'own')).times[0]).toBe(1000);
    const aged = (await readSeries(store, run, 'aged')).times[0] ?? 0;
    expect(Math.abs(Date.now() - 3_600_000 - aged)).toBeLessThan(60_000);
  });

  it('read the same before and after their chunks are merged', async () => {
    for (let i = 0; i < 40; i += 1) await write(line(i * 7, i * 7 + 7));
    const before = await readSeries(store, run, 'train/loss');
    expect(await mergeChunks(store, run.id, 100)).toBe(37);
    expect(await readSeries(store, run, 'train/loss')).toEqual(before);
    expect(await mergeChunks(store, run.id, 100)).toBe(0);
    await write(line(280, 281));
    expect(await steps()).toEqual(Array.from({ length: 281 }, (_, i) => i));
  });

  it('past the checkpoint of a new attempt become ghosts, are never doubled, and leave no trace in latest and best', async () => {
    const spiked = (step: number) => (step === 90 ? 999 : step);
    await write(line(0, 41, spiked));
    const saved = await checkpoint(40);
    await write(line(41, 100, spiked));
    await write([{ key: 'system/cpu_percent', step: 5000, value: 50 }]);
    await attempt(2);
    expect(await store.begin((tx) => supersedePoints(tx, run.id, 2, saved))).toBe(59);
    expect(await listSeries(store, run.id)).toMatchObject([
      { key: 'system/cpu_percent', count: 1 },
      { key: 'train/loss', count: 41, last_step: 40, latest: 40, best_high: 40 },
    ]);
    await write(line(41, 60), 2);
    await mergeChunks(store, run.id, 1000);
    expect(await steps()).toEqual(Array.from({ length: 60 }, (_, i) => i));
    const ghost = async () => {
      const { total, points } = await readWindow(store, run, 'train/loss', { buckets: 1000, superseded: true });
      return { total, steps: points?.map(([step]) => step) };
    };
    expect(await ghost()).toEqual({ total: 59, steps: Array.from({ length: 59 }, (_, i) => i + 41) });
    const machine = await readWindow(store, run, 'system/cpu_percent', { buckets: 1000, superseded: true });
    expect(machine).toEqual({ key: 'system/cpu_percent', total: 0, points: [], buckets: null });
    await attempt(3);
    await store.begin((tx) => supersedePoints(tx, run.id, 3, null));
    expect(await steps()).toEqual([]);
    // Of two ghosts the newer, whose points lie in one line.
    expect(await ghost()).toEqual({ total: 60, steps: Array.from({ length: 60 }, (_, i) => i) });
  });

  it('are told from ghosts by when they came, whatever their steps count', async () => {
    const batches = (from: number, to: number): NewPoint[] =>
      Array.from({ length: to - from }, (_, i) => ({ key: 'train/batch_loss', step: from + i, value: from + i }));
    // Epochs of 20 batches; an epoch's own point counts from 0, its checkpoint from 1.
    let saved = '';
    for (let epoch = 0; epoch < 4; epoch += 1) {
      await write(batches(20 * epoch, 20 * epoch + 20));
      await write([{ key: 'validation/loss', step: epoch, value: epoch }]);
      if (epoch < 3) saved = await checkpoint(epoch + 1);
    }
    await write([{ key: 'train/late', step: 0, value: 1 }]);
    await mergeChunks(store, run.id, 1000);
    await attempt(2);
    expect(await store.begin((tx) => supersedePoints(tx, run.id, 2, saved))).toBe(20 + 1 + 1);
    for (let epoch = 3; epoch < 6; epoch += 1) {
      await write(batches(20 * epoch, 20 * epoch + 20), 2);
      await write([{ key: 'validation/loss', step: epoch, value: epoch }], 2);
    }
    const whole = async (key: string) => [...(await readSeries(store, run, key)).steps];
    expect(await whole('train/batch_loss')).toEqual(Array.from({ length: 120 }, (_, i) => i));
    expect(await whole('validation/loss')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await whole('train/late')).toEqual([]);
  });

  it('all become ghosts when the attempt goes on from a checkpoint of another run', async () => {
    const other = await submitRun(store, aSubmission(await aUser(store)));
    await write(line(0, 10));
    const foreign = await checkpoint(5, other.id);
    await attempt(2);
    expect(await store.begin((tx) => supersedePoints(tx, run.id, 2, foreign))).toBe(10);
  });

  it('show a spike at every zoom, by points, by buckets and by headers, in at most as many buckets as asked', async () => {
    const n = 20_000;
    for (let from = 0; from < n; from += 100)
      await write(line(from, from + 100, (step) => (step === 12_345 ? 1e6 : 0)));
    // Of 100 chunks: headers; levels; points in buckets.
    for (const buckets of [10, 99, 250, 1000]) {
      const window = await readWindow(store, run, 'train/loss', { buckets });
      expect(window.buckets?.length).toBeLessThanOrEqual(buckets);
      expect(window.total).toBe(n);
      expect(window.buckets?.reduce((sum, bucket) => sum + bucket[4], 0)).toBe(n);
      expect(Math.max(...(window.buckets ?? []).map((bucket) => Number(bucket[2])))).toBe(1e6);
      expect(await readWindow(store, run, 'train/loss', { buckets })).toEqual(window);
    }
    const near = await readWindow(store, run, 'train/loss', { buckets: 1000, from: 12_340, to: 12_350 });
    expect(near.points?.map(([step]) => step)).toEqual([
      12_340, 12_341, 12_342, 12_343, 12_344, 12_345, 12_346, 12_347, 12_348, 12_349, 12_350,
    ]);
    for (const buckets of [20, 200, 900]) {
      const cut = await readWindow(store, run, 'train/loss', { buckets, from: 150, to: 12_344 });
      expect(cut.total).toBe(12_344 - 150 + 1);
      expect(Math.max(...(cut.buckets ?? []).map((bucket) => Number(bucket[2])))).toBe(0);
    }
    await store.query('UPDATE metric_chunk SET level = NULL WHERE seq > 50');
    const old = await readWindow(store, run, 'train/loss', { buckets: 250 });
    expect([old.total, Math.max(...(old.buckets ?? []).map((bucket) => Number(bucket[2])))]).toEqual([n, 1e6]);
  });

  it('are told in one event a batch, thinned where there are many, with the extremes kept', async () => {
    await write(line(0, 5000, (step) => (step === 4321 ? -5 : 1)));
    const event = await store.query<{ data: { attempt: number; points: Record<string, [number, number, number][]> } }>(
      "SELECT data FROM run_event WHERE run_id = $1 AND kind = 'metrics-reported'",
      [run.id],
    );
    const told = event.rows[0]?.data.points['train/loss'] ?? [];
    expect(event.rows[0]?.data.attempt).toBe(1);
    expect(told.length).toBeLessThanOrEqual(102);
    expect(told.some(([step, value]) => step === 4321 && value === -5)).toBe(true);
  });

  it('of another attempt are refused', async () => {
    expect((await write(line(0, 5), 2)).size).toBe(0);
    expect(await listSeries(store, run.id)).toEqual([]);
  });
});
