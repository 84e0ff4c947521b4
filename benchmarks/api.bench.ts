import { join } from 'node:path';
import { createClient } from '@trainyard/api-client';
import { openFiles } from '@trainyard/files';
import { appendEvents, ensureAdmin, mergeChunks, writePoints } from '@trainyard/store';
import { sampleDataset } from '../apps/server/src/dataset.fixture.ts';
import { percentile, publish } from './report.ts';
import { HttpLine } from './support/http-line.ts';
import { serverProcess } from './support/server-process.ts';

/** What callers of the HTTP API get, from another process, against a server that syncs to disk. */
const seconds = 4;
const rounds = 100;
const server = await serverProcess();
const { store } = server.database;
const client = createClient({ url: server.url, key: server.key });
const line = () => new HttpLine(server.url, server.key);

async function timed(times: number, ask: (i: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const began = performance.now();
    await ask(i);
    taken.push(performance.now() - began);
  }
  return taken;
}

/** Processor time that the server has used so far, milliseconds: tells its cost apart from what else the machine does. */
async function serverCpu(): Promise<number> {
  const text = await (await client.download('/metrics')).text();
  return Number(/^process_cpu_seconds_total ([\d.e-]+)$/m.exec(text)?.[1]) * 1000;
}

/** A reader who asks for a run again and again while others send. */
function probe(path: string) {
  const one = line();
  let asking = true;
  const taken: number[] = [];
  const done = (async () => {
    while (asking) {
      const began = performance.now();
      const status = await one.get(path);
      if (status !== 200) throw new Error(`the probe got ${status}`);
      taken.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    one.close();
  })();
  return async () => {
    asking = false;
    await done;
    return taken;
  };
}

async function external() {
  return client.call('createRun', { body: { executor: 'external' } });
}

/** `callers` at once, each sending its next body when the last was answered. */
async function intake(callers: number, points: number) {
  const run = await external();
  const path = `/api/v1/runs/${run.id}/metrics`;
  const cpuBefore = await serverCpu();
  const stopProbe = probe(`/api/v1/runs/${run.id}`);
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const one = line();
      for (let step = 0; performance.now() < until; step += points) {
        const list = Array.from({ length: points }, (_, i) => ({
          key: `m${caller}`,
          step: step + i,
          value: Math.sin(step + i),
        }));
        const status = await one.post(path, JSON.stringify({ points: list }));
        if (status !== 200) throw new Error(`the intake answered ${status}`);
        sent += points;
      }
      one.close();
    }),
  );
  const rate = sent / ((performance.now() - began) / 1000);
  const others = await stopProbe();
  const cpuSecond = ((await serverCpu()) - cpuBefore) / 1000 / sent;
  const { items } = await client.call('listSeries', { params: { id: run.id } });
  const kept = items.reduce((sum, series) => sum + series.count, 0);
  if (kept !== sent) throw new Error(`${sent} points were sent, ${kept} are read back`);
  return { rate, others, cpuRate: 1 / cpuSecond };
}

async function longSeries(points: number) {
  const run = await external();
  for (let from = 0; from < points; from += 1000) {
    const batch = Array.from({ length: 1000 }, (_, i) => ({ key: 'loss', step: from + i, value: Math.sin(from + i) }));
    await writePoints(store, [{ runId: run.id, points: batch }]);
  }
  await mergeChunks(store, run.id, 1000);
  return `/api/v1/runs/${run.id}/metrics/series?key=loss&buckets=1000`;
}

/** Events written by a trainer's side at a steady pace, timed until a client of the stream has them. */
async function streamDelays(perSecond: number): Promise<number[]> {
  const run = await external();
  const total = perSecond * seconds;
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const reading = (async () => {
    for await (const event of client.events({ topics: [`run:${run.id}`] })) {
      if (event.kind !== 'warning-raised') continue;
      delays.push(performance.now() - (sentAt.get(event.data.message) ?? Number.NaN));
      if (delays.length === total) return;
    }
  })();
  const writes: Promise<unknown>[] = [];
  const began = performance.now();
  for (let i = 0; i < total; i += 1) {
    const wait = began + (i * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sentAt.set(String(i), performance.now());
    writes.push(appendEvents(store, run.id, [{ kind: 'warning-raised', data: { code: 'bench', message: String(i) } }]));
  }
  await Promise.all(writes);
  await reading;
  return delays;
}

try {
  await sampleDataset({ files: await openFiles({ root: join(server.home, 'files') }), store });
  const one = line();
  const body = (i: number) =>
    JSON.stringify({
      trainer: 'signal-cnn',
      preset: 'quick',
      dataset: 'bearings',
      config: { 'split.seed': i % 7 },
      seed: i,
    });
  await timed(20, (i) => one.post('/api/v1/runs', body(i)));
  const cpuBefore = await serverCpu();
  const submits = await timed(200, (i) => one.post('/api/v1/runs', body(i)));
  const submitCpu = ((await serverCpu()) - cpuBefore) / submits.length;

  const owner = await ensureAdmin(store);
  await store.query(
    `INSERT INTO run (id, owner_id, experiment_id, executor, name, trainer, status, priority, created_at, started_at, ended_at, running_ms)
     SELECT gen_random_uuid(), $1, (SELECT id FROM experiment LIMIT 1), 'worker', 'copy ' || i, (ARRAY['signal-cnn', 'signal-features', 'script'])[1 + i % 3],
       (ARRAY['completed', 'failed', 'stopped'])[1 + i % 3], i % 3, now() - make_interval(mins => i), now(), now(), i FROM generate_series(1, 10000) i`,
    [owner.id],
  );
  await store.query('INSERT INTO run_record (run_id) SELECT id FROM run ON CONFLICT DO NOTHING');
  await store.query(
    `INSERT INTO series (run_id, key, count, latest) SELECT id, k, 1, random() FROM run, unnest(ARRAY['test/f1', 'train/loss', 'validation/loss']) k`,
  );
  await store.query('VACUUM ANALYZE');
  const list = await timed(rounds, () =>
    one.get('/api/v1/runs?filter=status:failed,trainer:signal-features&sort=-metric:test/f1&limit=50'),
  );
  const small = await longSeries(100_000);
  const large = await longSeries(1_000_000);
  await store.query('VACUUM ANALYZE');
  const smallTimes = await timed(rounds, () => one.get(small));
  const largeTimes = await timed(rounds, () => one.get(large));
  one.close();

  const batches = await intake(4, 1000);
  const singles = await intake(50, 1);
  const delays = await streamDelays(100);

  publish(
    'api',
    [
      {
        what: 'POST /runs with data set and split',
        value: percentile(submits, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 50 },
      },
      { what: '  processor time of the server', value: submitCpu, unit: 'ms', limit: null },
      {
        what: 'list of 10,000 runs, filtered, sorted by a metric',
        value: percentile(list, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 50 },
      },
      {
        what: '100,000 points at 1,000 buckets',
        value: percentile(smallTimes, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 20 },
      },
      {
        what: '1,000,000 points at 1,000 buckets',
        value: percentile(largeTimes, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 30 },
      },
      {
        what: 'points in, batches of 1,000, 4 callers',
        value: batches.rate,
        unit: 'points/s',
        limit: { at: 'least', value: 100_000 },
        peer: 'MLflow 3.17: 2,600-8,600',
      },
      { what: '  a core of the server would take', value: batches.cpuRate, unit: 'points/s', limit: null },
      {
        what: '  another request meanwhile',
        value: percentile(batches.others, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 50 },
      },
      {
        what: 'points in, one by one, 50 callers',
        value: singles.rate,
        unit: 'points/s',
        limit: { at: 'least', value: 5000 },
        peer: 'MLflow 3.17: 12-60',
      },
      { what: '  a core of the server would take', value: singles.cpuRate, unit: 'points/s', limit: null },
      {
        what: '  another request meanwhile',
        value: percentile(singles.others, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 50 },
      },
      {
        what: 'event to client of the stream, 100 events/s',
        value: percentile(delays, 0.95),
        unit: 'ms p95',
        limit: { at: 'most', value: 100 },
      },
    ],
    { submits, list, smallTimes, largeTimes, batches, singles, delays },
  );
} finally {
  await server.end();
}
