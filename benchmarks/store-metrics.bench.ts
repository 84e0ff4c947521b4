import { metricIntake, openExternalRun } from '@trainyard/queue/submit';
import { mergeChunks, readSeries, readWindow, writePoints } from '@trainyard/store';
import { actorOf, aUser, startCluster, testDatabase } from '@trainyard/testkit';
import { percentile, publish } from './report.ts';

/** Metric points in and out of the store, against a server that syncs to disk; the HTTP layer has its own figures. */
const seconds = 3;
const cluster = await startCluster({ durable: true });
const db = await testDatabase({ cluster });
const { store } = db;
try {
  const user = await aUser(store);
  const open = () => openExternalRun(store, { name: 'bench', ownerId: user.id, actor: actorOf(user) });
  const intake = metricIntake(store, { flushMs: 5, mergeSeconds: 30, mergePoints: 1000 });

  /** `callers` at once, each sending its next batch when the last was committed. */
  async function rate(callers: number, batch: number): Promise<number> {
    const run = await open();
    const until = performance.now() + seconds * 1000;
    const began = performance.now();
    let points = 0;
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let step = 0; performance.now() < until; step += batch) {
          const sent = Array.from({ length: batch }, (_, i) => ({
            key: `m${caller}`,
            step: step + i,
            value: Math.random(),
          }));
          const { accepted } = await intake.append(run.id, sent);
          points += accepted;
        }
      }),
    );
    return points / ((performance.now() - began) / 1000);
  }
  const batched = await rate(4, 1000);
  const single = await rate(50, 1);

  async function series(points: number): Promise<{ id: string; number: number }> {
    const run = await open();
    for (let from = 0; from < points; from += 1000) {
      const batch = Array.from({ length: 1000 }, (_, i) => ({
        key: 'loss',
        step: from + i,
        value: Math.sin(from + i),
      }));
      await writePoints(store, [{ runId: run.id, points: batch }]);
    }
    await mergeChunks(store, run.id, 1000);
    return run;
  }
  async function window(run: { id: string; number: number }): Promise<{ times: number[]; cpuMs: number }> {
    const times: number[] = [];
    const before = process.cpuUsage();
    for (let i = 0; i < 40; i += 1) {
      const began = performance.now();
      await readWindow(store, run, 'loss', { buckets: 1000 });
      times.push(performance.now() - began);
    }
    const { user: inUser, system } = process.cpuUsage(before);
    return { times, cpuMs: (inUser + system) / 1000 / times.length };
  }
  const small = await series(100_000);
  const large = await series(1_000_000);
  await store.query('VACUUM ANALYZE');
  const [smallTimes, largeTimes] = [await window(small), await window(large)];
  const began = performance.now();
  const whole = await readSeries(store, small, 'loss');
  const wholeMs = performance.now() - began;
  if (whole.steps.length !== 100_000) throw new Error('points were lost');
  const size = await store.query<{ bytes: number }>(
    'SELECT pg_total_relation_size($1::regclass)::float8 / (SELECT sum(n) FROM metric_chunk) AS bytes',
    ['metric_chunk'],
  );
  await intake.close();
  publish(
    'store-metrics',
    [
      {
        what: 'points in, batches of 1,000, 4 callers',
        value: batched,
        unit: 'points/s',
        limit: { at: 'least', value: 100_000 },
        peer: 'MLflow 3.17: 2,600-8,600',
      },
      {
        what: 'points in, one by one, 50 callers',
        value: single,
        unit: 'points/s',
        limit: { at: 'least', value: 5000 },
        peer: 'MLflow 3.17: 12-60',
      },
      {
        what: '100,000 points at 1,000 buckets',
        value: percentile(smallTimes.times, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 20 },
      },
      { what: '  processor time of the reader', value: smallTimes.cpuMs, unit: 'ms', limit: null },
      {
        what: '1,000,000 points at 1,000 buckets',
        value: percentile(largeTimes.times, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 30 },
      },
      { what: '100,000 points, every one', value: wholeMs, unit: 'ms', limit: null, peer: 'MLflow 3.17: 9,000-14,000' },
      { what: 'bytes a point, with index', value: size.rows[0]?.bytes ?? Number.NaN, unit: 'bytes', limit: null },
    ],
    { batched, single, smallTimes, largeTimes },
  );
} finally {
  await db.drop();
  await cluster.stop();
}
