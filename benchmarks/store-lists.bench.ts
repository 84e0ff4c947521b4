import { requestAction, submitRun } from '@trainyard/queue/submit';
import { claim, registerWorker } from '@trainyard/queue/work';
import { listRuns, newId, runColumns } from '@trainyard/store';
import { actorOf, aSubmission, aUser, aWorkerSpec, startCluster, testDatabase } from '@trainyard/testkit';
import { type Figure, percentile, publish } from './report.ts';

/** Lists of 10,000 runs, submitting and claiming, against a server that syncs to disk; the HTTP layer has its own figures. */
const runs = 10_000;
const rounds = 60;

const cluster = await startCluster({ durable: true });
const db = await testDatabase({ cluster });
const { store } = db;
try {
  const user = await aUser(store);
  const submits: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    const began = performance.now();
    await submitRun(store, aSubmission(user, { name: `seed ${i}`, tags: { team: `t${i % 7}` } }));
    submits.push(performance.now() - began);
  }
  // The rest as copies of these: what matters is how many there are and that they differ in what is sorted by.
  await store.query(
    `INSERT INTO run (id, owner_id, experiment_id, executor, name, trainer, status, priority, dataset_name, created_at, started_at, ended_at, running_ms)
     SELECT gen_random_uuid(), $1, (SELECT id FROM experiment LIMIT 1), 'worker', 'copy ' || i || ' ' || md5(i::text),
       (ARRAY['signal-cnn', 'signal-features', 'script'])[1 + i % 3], (ARRAY['completed', 'failed', 'stopped'])[1 + i % 3], i % 3,
       'data-' || i % 20, now() - make_interval(mins => i), now(), now(), i FROM generate_series(1, $2::int) i`,
    [user.id, runs - 200],
  );
  await store.query('INSERT INTO run_record (run_id) SELECT id FROM run ON CONFLICT DO NOTHING');
  await store.query(
    `INSERT INTO run_search (run_id, doc) SELECT id, array_to_tsvector(string_to_array(name, ' ')) FROM run ON CONFLICT DO NOTHING`,
  );
  await store.query(`INSERT INTO run_tag SELECT id, 'team', 't' || number % 7 FROM run ON CONFLICT DO NOTHING`);
  // Forty metrics and twenty settings each, as a network with several heads has.
  await store.begin(
    async (tx) => {
      await tx.query(
        `INSERT INTO series (run_id, key, count, latest) SELECT id, k, 1, random() FROM run,
         unnest(ARRAY['test/f1', 'train/loss', 'validation/loss'] || ARRAY(SELECT 'validation/m' || i FROM generate_series(1, 37) i)) k`,
      );
      await tx.query(
        `INSERT INTO run_parameter (run_id, key, value) SELECT id, 'p' || i, (id::text || i) FROM run, generate_series(1, 19) i
       ON CONFLICT DO NOTHING`,
      );
      await tx.query(`INSERT INTO run_parameter (run_id, key, value) SELECT id, 'lr', (random() / 10)::text FROM run`);
      await tx.query('UPDATE run SET deleted_at = now() WHERE number % 50 = 0');
    },
    { unlimited: true },
  );
  await store.query('VACUUM ANALYZE');
  // Values are texts, which have to be read as numbers one by one.
  const byParameter = 'all, sorted by a parameter, with parameters';
  const queries = {
    'newest first': {},
    'filtered by status and trainer, sorted by name': { filter: 'status:failed,trainer:signal-features', sort: 'name' },
    'filtered by tag, sorted by a metric': { filter: 'tag.team:t3', sort: '-metric:test/f1' },
    'all, sorted by a metric': { sort: '-metric:test/f1' },
    'full text': { q: 'copy 77' },
    [byParameter]: { sort: 'parameter:lr', parameters: ['lr', 'p1', 'p2'] },
    'filtered by a metric, sorted by owner': { filter: 'metric.test/f1:>0.5', sort: 'owner' },
    'page 100': { skip: 4950 },
  };
  const raw: Record<string, number[]> = { submit: submits };
  const figures: Figure[] = [
    {
      what: 'submit a run (store)',
      value: percentile(submits, 0.95),
      unit: 'ms p95',
      limit: { at: 'most', value: 50 },
    },
  ];
  for (const [what, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const began = performance.now();
      const page = await listRuns(store, { limit: 50, ...query });
      times.push(performance.now() - began);
      if (page.items.length === 0) throw new Error(`"${what}" found nothing`);
    }
    raw[what] = times;
    figures.push({
      what: `list of ${runs} runs, ${what}`,
      value: percentile(times, 0.95),
      unit: 'ms p95',
      limit: { at: 'most', value: what === byParameter ? 100 : 50 },
    });
  }
  const columns: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const began = performance.now();
    const { metrics } = await runColumns(store);
    columns.push(performance.now() - began);
    if (metrics.length !== 40) throw new Error(`${metrics.length} metrics are columns`);
  }
  raw['choice of columns'] = columns;
  figures.push({
    what: `columns that ${runs} runs with 40 metrics each can have`,
    value: percentile(columns, 0.95),
    unit: 'ms p95',
    limit: { at: 'most', value: 50 },
  });
  const workerId = newId();
  await registerWorker(store, aWorkerSpec({ id: workerId, slots: 1000 }));
  const began = performance.now();
  let claims = 0;
  while ((await claim(store, { workerId, leaseSeconds: 60, priorityAgeSeconds: 600 })) !== null) claims += 1;
  figures.push({
    what: 'claims',
    value: claims / ((performance.now() - began) / 1000),
    unit: 'runs/s',
    limit: { at: 'least', value: 50 },
  });
  const [first] = (await listRuns(store, { limit: 1, filter: 'status:running' })).items;
  if (first !== undefined) await requestAction(store, first.id, 'cancel', actorOf(user));
  publish('store-lists', figures, raw);
} finally {
  await db.drop();
  await cluster.stop();
}
