import type { Client } from '@trainyard/api-client';
import { submitRun } from '@trainyard/queue/submit';
import type { Store } from '@trainyard/store';
import { aSubmission, aUser } from '@trainyard/testkit';

const pointsABatch = 10_000;
const linesABatch = 5_000;

/** Runs that differ in all that a table sorts, filters and shows: eight metrics and eight parameters each. */
export async function seedRuns(store: Store, count: number): Promise<void> {
  const user = await aUser(store);
  // One real submission brings the experiment and its rows; the rest are made of it at once.
  await submitRun(store, aSubmission(user, { name: 'seed' }));
  await store.query(
    `INSERT INTO run (id, owner_id, experiment_id, executor, name, trainer, preset, status, dataset_name, dataset_version,
       dataset_digest, split_by, created_at, queued_at, started_at, ended_at, running_ms, progress)
     SELECT gen_random_uuid(), $1, (SELECT id FROM experiment LIMIT 1), 'worker',
       (ARRAY['amber', 'bold', 'civil', 'early', 'lucid', 'mellow', 'quiet', 'vivid'])[1 + i % 8] || '-' ||
       (ARRAY['cedar', 'delta', 'ember', 'heron', 'maple', 'otter', 'tundra'])[1 + i % 7] || '-' || i,
       (ARRAY['signal-cnn', 'signal-features', 'script'])[1 + i % 3], (ARRAY['quick', 'standard', 'max'])[1 + i % 3],
       (ARRAY['completed', 'completed', 'completed', 'failed', 'stopped'])[1 + i % 5], 'data-' || i % 20, 1,
       md5((i % 20)::text), 'unit', clock_timestamp() - make_interval(mins => $2::int - i), clock_timestamp() - make_interval(mins => $2::int - i),
       clock_timestamp() - make_interval(mins => $2::int - i), clock_timestamp() - make_interval(mins => $2::int - i - 1),
       1000 * (i % 5000), jsonb_build_object('fraction', 1, 'epoch', 40 + i % 60, 'total_epochs', 100)
     FROM generate_series(1, $2::int) i`,
    [user.id, count],
  );
  await store.query('INSERT INTO run_record (run_id) SELECT id FROM run ON CONFLICT DO NOTHING');
  await store.query(
    `INSERT INTO run_search (run_id, doc) SELECT id, array_to_tsvector(string_to_array(name, '-') || name) FROM run ON CONFLICT DO NOTHING`,
  );
  await store.query(`INSERT INTO run_tag SELECT id, 'team', 't' || number % 7 FROM run ON CONFLICT DO NOTHING`);
  await store.query(
    `INSERT INTO run_parameter SELECT id, p.key, p.value FROM run, LATERAL (VALUES
       ('learning_rate', (ARRAY['0.0001', '0.0003', '0.001', '0.01'])[1 + number % 4]), ('batch_size', (16 * (1 + number % 8))::text),
       ('epochs', (10 * (1 + number % 20))::text), ('dropout', (0.1 * (number % 6))::text),
       ('optimizer', (ARRAY['adam', 'adamw', 'sgd'])[1 + number % 3]), ('split.by', 'unit'), ('width', (64 * (1 + number % 4))::text),
       ('seed', number::text)) p(key, value) ON CONFLICT DO NOTHING`,
  );
  await store.query(
    `INSERT INTO series (run_id, key, count, first_step, last_step, latest, low, high)
     SELECT id, k, 100, 1, 100, 0.5 + random() / 2, 0.4, 1 FROM run, unnest(ARRAY['test/accuracy', 'test/macro_f1', 'test/log_loss',
       'train/loss', 'train/accuracy', 'validation/loss', 'validation/accuracy', 'learning_rate']) k ON CONFLICT DO NOTHING`,
  );
  await store.query('VACUUM ANALYZE');
}

export interface BigRun {
  id: string;
  number: number;
  keys: readonly string[];
}

/** A run of another program with two long series and a long log, reported as such a program does. */
export async function seedBigRun(
  client: Client,
  { points, lines }: { points: number; lines: number },
): Promise<BigRun> {
  const { id, number } = await client.call('createRun', { body: { executor: 'external', name: 'long run' } });
  const keys = ['train/loss', 'validation/loss'];
  for (const [place, key] of keys.entries()) {
    for (let from = 0; from < points; from += pointsABatch) {
      const batch = Array.from({ length: Math.min(pointsABatch, points - from) }, (_, i) => {
        const step = from + i;
        const noise = Math.sin(step * 12.9898 + place) * 43_758.5453;
        return { key, step, value: 2 * Math.exp(-step / 30_000) + 0.1 * (noise - Math.floor(noise)) + place * 0.05 };
      });
      await client.call('intakeMetrics', { params: { id }, body: { points: batch } });
    }
  }
  for (let from = 0; from < lines; from += linesABatch) {
    const batch = Array.from({ length: Math.min(linesABatch, lines - from) }, (_, i) => ({
      level: (from + i) % 50 === 0 ? ('warning' as const) : ('info' as const),
      text: `epoch ${Math.floor((from + i) / 26)} step ${((from + i) % 26) * 40}/1040  loss=0.0530  lr=3.0e-04  812 samples/s`,
    }));
    await client.call('intakeLogs', { params: { id }, body: { lines: batch } });
  }
  return { id, number, keys };
}
