import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frozenRun, run as runSchema, type Section, section, seriesWindow } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { submitRun } from '@trainyard/queue/submit';
import { appendBatch, bury, claim, finish, recordSection, registerWorker } from '@trainyard/queue/work';
import { aReason, aSubmission, aUser, aWorkerSpec, fenceOf, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesNamedBy, writeSourceRuns } from './source-runs.ts';

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await testDatabase();
  home = await mkdtemp(join(tmpdir(), 'trainyard-source-runs-'));
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

function failures(...files: string[]): Section {
  const cases = files.map((file) => ({
    sample_id: file,
    truth: 'a',
    prediction: 'b',
    confidence: 0.9,
    error_type: 'a taken for b',
    scores: {},
    signal: { file, rate_hz: 1000, unit: '', channels: [] },
  }));
  return { type: 'failure-cases', title: 'Failures', notes: [], data: { cases } };
}

/** A run that has ended, with a spike in a long series and files of several sizes. */
async function endedRun() {
  const { store } = database;
  const files = await openFiles({ root: join(home, 'files') });
  const { id } = await submitRun(store, aSubmission(await aUser(store), { name: 'source' }));
  const worker = aWorkerSpec();
  await registerWorker(store, worker);
  const taken = await claim(store, { workerId: worker.id, leaseSeconds: 60, priorityAgeSeconds: 60, runId: id });
  if (taken === null) throw new Error('the run was not claimed');
  const fence = fenceOf(taken);
  const points = Array.from({ length: 20_000 }, (_, step) => ({
    key: 'train/loss',
    step,
    value: step === 12_345 ? 999 : 1,
  }));
  await appendBatch(store, fence, { number: 1, points, logs: [], events: [] });
  await recordSection(store, fence, failures('signals/a.npy', 'signals/large.npy', 'signals/absent.npy'));
  const artifacts = [];
  for (const [path, bytes] of [
    ['signals/a.npy', 5],
    ['signals/large.npy', 17 * 1024 * 1024],
    ['model.bin', 9],
  ] as const) {
    const stored = await files.saveArtifact({ runId: id, path, source: Buffer.alloc(bytes) });
    artifacts.push({ path, kind: 'file', meta: {}, location: '', ...stored });
  }
  await finish(store, fence, { how: 'done', reason: aReason('done'), artifacts }, database.settings);
  await bury(store, fence);
  return { id, files };
}

describe('the folder of a run that another run reads', () => {
  it('holds its record and results, and of its files those that a section names', async () => {
    const { id, files } = await endedRun();
    const [written] = await writeSourceRuns({ store: database.store, files }, [id], join(home, 'work'));
    const folder = written?.folder ?? '';
    const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
    expect(runSchema.parse(await json('run.json'))).toMatchObject({ id, name: 'source', status: 'completed' });
    expect(frozenRun.parse(await json('config.json')).config).toMatchObject({ epochs: 3 });
    expect(section.array().parse(await json('sections.json'))).toHaveLength(1);
    expect(await json('attempts.json')).toMatchObject([{ attempt: 1 }]);
    expect(await json('circumstances.json')).toBeNull();
    expect(await json('best-earlier.json')).toBeNull();
    expect(await json('files.json')).toHaveLength(3);
    // Too large, gone, or named by no section: not brought along.
    expect(await readdir(join(folder, 'files/signals'))).toEqual(['a.npy']);
    expect(await readdir(join(folder, 'files'))).toEqual(['signals']);

    const history = (await json('history.json')) as { series: unknown[]; left_out: number };
    const [series] = seriesWindow.array().parse(history.series);
    expect(series).toMatchObject({ key: 'train/loss', total: 20_000, points: null });
    expect(series?.buckets?.length).toBeLessThanOrEqual(2000);
    expect(series?.buckets?.some(([, , high]) => high === 999)).toBe(true);
    expect(history.left_out).toBe(0);
  });

  it('can be written to without a change to what is stored', async () => {
    const { id, files } = await endedRun();
    const [written] = await writeSourceRuns({ store: database.store, files }, [id], join(home, 'again'));
    await writeFile(join(written?.folder ?? '', 'files/signals/a.npy'), 'changed');
    expect(await readFile(await files.artifactPath(id, 'signals/a.npy'))).toEqual(Buffer.alloc(5));
  });

  it('refuses a run that is not there', async () => {
    const files = await openFiles({ root: join(home, 'files') });
    const missing = '01900000-0000-7000-8000-000000000000';
    await expect(
      writeSourceRuns({ store: database.store, files }, [missing], join(home, 'none')),
    ).rejects.toMatchObject({
      code: 'run-not-found',
    });
  });
});

it('files are found wherever a section has them, and no path leads out', () => {
  expect(filesNamedBy([failures('a/b.npy', '../../etc/passwd', '/etc/passwd', 'a/b.npy')])).toEqual(['a/b.npy']);
});
