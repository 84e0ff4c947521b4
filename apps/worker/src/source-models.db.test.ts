import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FrozenModel, modelVersion, sourceModel } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { submitRun } from '@trainyard/queue/submit';
import { bury, claim, finish, registerWorker } from '@trainyard/queue/work';
import { registerModelVersion } from '@trainyard/store';
import {
  aFrozenRun,
  aReason,
  aSubmission,
  aUser,
  aWorkerSpec,
  fenceOf,
  type TestDatabase,
  testDatabase,
} from '@trainyard/testkit';
import { readConfigFile } from '@trainyard/trainer-catalog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DamagedModel, writeSourceModels } from './source-models.ts';

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await testDatabase();
  home = await mkdtemp(join(tmpdir(), 'trainyard-source-models-'));
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const splitText = 'sample_id,part\na,train\n';

/** A registered version, as a run's record names it. */
async function registered(name: string, paths: readonly (readonly [path: string, kind: string])[]) {
  const { store } = database;
  const files = await openFiles({ root: join(home, 'files') });
  const user = await aUser(store);
  const split = await files.writeSplit(splitText);
  const frozen = aFrozenRun({
    split: { digest: split.digest, by: 'unit', note: null, companion_digest: null, sizes: {}, not_scored: [] },
  });
  const { id, number } = await submitRun(store, aSubmission(user, { frozen }));
  const worker = aWorkerSpec();
  await registerWorker(store, worker);
  const taken = await claim(store, { workerId: worker.id, leaseSeconds: 60, priorityAgeSeconds: 60, runId: id });
  if (taken === null) throw new Error('the run was not claimed');
  const artifacts = [];
  for (const [path, kind] of paths) {
    const stored = await files.saveArtifact({ runId: id, path, source: Buffer.from(`content of ${path}`) });
    artifacts.push({ path, kind, meta: { at: path }, location: '', ...stored });
  }
  await finish(store, fenceOf(taken), { how: 'done', reason: aReason('done'), artifacts }, database.settings);
  await bury(store, fenceOf(taken));
  const { version } = await store.begin((tx) =>
    registerModelVersion(tx, { name, runId: id, note: '', ownerId: user.id }),
  );
  const model: FrozenModel = {
    name,
    version,
    run: { id, number },
    trainer: 'sample',
    config: frozen.config,
    sha256: '',
    dataset: null,
    split: { digest: split.digest, by: 'unit' },
  };
  return { model, files, parts: { store, files } };
}

describe('the folder of a model that a run uses', () => {
  it('holds its files, configuration, predictions and split, and nothing else of its run', async () => {
    const { model, parts } = await registered('whole', [
      ['weights/model.pt', 'model'],
      ['model.onnx', 'onnx'],
      ['predictions.csv', 'predictions'],
      ['history.json', 'history'],
    ]);
    const [written] = await writeSourceModels(parts, [model], join(home, 'work'));
    const told = sourceModel.parse(written);
    expect(told).toMatchObject({ name: 'whole', version: 1, run_number: model.run.number, trainer: 'sample' });
    expect(told.files.map(({ path, kind, meta }) => [path.replace(told.folder, ''), kind, meta])).toEqual([
      ['/files/weights/model.pt', 'model', { at: 'weights/model.pt' }],
      ['/files/model.onnx', 'onnx', { at: 'model.onnx' }],
    ]);
    for (const { path } of told.files) expect(await readFile(path, 'utf8')).toMatch(/^content of /);
    expect(await readFile(told.predictions ?? '', 'utf8')).toBe('content of predictions.csv');
    expect(await readFile(told.split ?? '', 'utf8')).toBe(splitText);
    const record = readConfigFile(await readFile(join(told.folder, 'config.yaml'), 'utf8')).frozen;
    expect(record?.config).toEqual(model.config);
    expect(modelVersion.parse(JSON.parse(await readFile(join(told.folder, 'model.json'), 'utf8'))).name).toBe('whole');
    await expect(readFile(join(told.folder, 'files/history.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('has no predictions where the run said none, and can be written to without a change to what is stored', async () => {
    const { model, parts, files } = await registered('bare', [['model.pt', 'model']]);
    const [written] = await writeSourceModels(parts, [model], join(home, 'again'));
    expect(written?.predictions).toBeNull();
    await writeFile(written?.files[0]?.path ?? '', 'changed');
    expect(await readFile(await files.artifactPath(model.run.id, 'model.pt'), 'utf8')).toBe('content of model.pt');
  });

  it('is refused where a file is not what was registered, or the version is another one', async () => {
    const { model, parts, files } = await registered('damaged', [['model.pt', 'model']]);
    const stranger = { ...model, run: { ...model.run, id: '01900000-0000-7000-8000-000000000000' } };
    await expect(writeSourceModels(parts, [stranger], join(home, 'other'))).rejects.toThrow('another model');
    const missing = { ...model, version: 7 };
    await expect(writeSourceModels(parts, [missing], join(home, 'none'))).rejects.toMatchObject({
      code: 'model-not-found',
    });
    const place = await files.artifactPath(model.run.id, 'model.pt');
    await rm(place);
    await writeFile(place, 'something else');
    await expect(writeSourceModels(parts, [model], join(home, 'damaged'))).rejects.toThrow(DamagedModel);
    await expect(writeSourceModels(parts, [model], join(home, 'damaged'))).rejects.toThrow(
      'is not what was registered',
    );
    await rm(place);
    await expect(writeSourceModels(parts, [model], join(home, 'gone'))).rejects.toThrow('cannot be read');
  });
});
