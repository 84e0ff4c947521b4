import { submitRun } from '@trainyard/queue/submit';
import { claim, FencedError, registerWorker } from '@trainyard/queue/work';
import { aFrozenRun, aSubmission, aUser, aWorkerSpec, testDatabase } from '@trainyard/testkit';
import { expect, it } from 'vitest';
import { languageDoor } from './language-door.ts';

it('an attempt that was overtaken takes no key from the one that carries the run', async () => {
  await using database = await testDatabase();
  const { store, settings } = database;
  const primary = { name: 'small', provider: 'p', model: 'm', temperature: 0, max_tokens: 9, top_p: 1, top_k: null };
  const frozen = aFrozenRun({ language_models: { primary } });
  const { id } = await submitRun(store, aSubmission(await aUser(store), { frozen }));
  const worker = aWorkerSpec();
  await registerWorker(store, worker);
  const current = await claim(store, { workerId: worker.id, leaseSeconds: 60, priorityAgeSeconds: 60, runId: id });
  if (current === null) throw new Error('the run was not claimed');
  const good = async () =>
    (await store.query('SELECT key_hash FROM api_key WHERE run_id = $1 AND revoked_at IS NULL', [id])).rows;
  const door = await languageDoor({ store, settings }, current);
  expect(door?.key).toMatch(/^ty_run_/);
  const [kept] = await good();
  expect(kept).toBeDefined();
  const overtaken = [
    { ...current, attempt: current.attempt - 1 },
    { ...current, workerId: aWorkerSpec().id },
  ];
  for (const stale of overtaken) await expect(languageDoor({ store, settings }, stale)).rejects.toThrow(FencedError);
  expect(await good()).toEqual([kept]);
});
