import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import type { Classification } from '@trainyard/contracts';
import { bury, claim, finish, registerWorker } from '@trainyard/queue/work';
import { newId, writeArtifacts } from '@trainyard/store';
import { aReason, aWorkerSpec, eventually, fenceOf, meanSignOnnx } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelRun } from '../model-run.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

const rate = 1000;
const program = 'PK: what the trainer packed';
const through = { file: 'features.pyz', environment: 'none', columns: 3 };
const input = { kind: 'signal', rate_hz: rate, window_samples: 250, channels: 1, through };

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
});
afterAll(() => server.end());

/** A model whose graph takes three features a window. */
function featureModel(changes: object = {}, files: readonly string[] = ['features.pyz']) {
  const meta = { classes: ['up', 'down'], input: { ...input, through: { ...through, ...changes } } };
  return modelRun(server, {
    files: [
      { path: 'model.onnx', kind: 'onnx', content: meanSignOnnx({ samples: 3 }), meta },
      ...files.map((path) => ({ path, kind: 'model', content: program })),
    ],
  });
}

interface Asked {
  number: number;
  config: unknown;
  program: string;
  head: Record<string, unknown>;
  windows: Float32Array;
}

/** A worker that takes the run which the server submits, and answers with these features. */
async function worker(rowsOf: (windows: number) => number[], fails?: string): Promise<Asked> {
  const { store } = server.database;
  const run = await eventually('the run that computes features', async () => {
    const { items } = await client.call('listRuns', {
      query: { filter: 'trainer:measure-windows,status:queued', limit: 1 },
    });
    return items[0] ?? null;
  });
  const spec = aWorkerSpec({ name: `worker ${newId()}` });
  await registerWorker(store, spec);
  const mine = await claim(store, { workerId: spec.id, leaseSeconds: 60, priorityAgeSeconds: 60, runId: run.id });
  if (mine === null || mine.uploadId === null) throw new Error('nothing to work on');
  const folder = server.parts.files.uploadFolder(mine.uploadId);
  const question = await readFile(join(folder, 'question.bin'));
  const line = question.indexOf(10);
  const head: Record<string, unknown> = JSON.parse(question.subarray(0, line).toString());
  if (fails === undefined) {
    const source = Buffer.from(Float32Array.from(rowsOf(Number(head.windows))).buffer);
    const saved = await server.parts.files.saveArtifact({ runId: run.id, path: 'rows.f32', source });
    await writeArtifacts(store, run.id, mine.attempt, [
      { path: 'rows.f32', kind: 'file', meta: {}, location: '', ...saved },
    ]);
    await finish(store, fenceOf(mine), { how: 'done', reason: aReason('done') }, server.settings);
  } else {
    const reason = { ...aReason('bad-artifact'), message: fails };
    await finish(store, fenceOf(mine), { how: 'failed', reason }, server.settings);
  }
  await bury(store, fenceOf(mine));
  return {
    number: run.number,
    config: mine.frozen.config,
    program: await readFile(join(folder, 'program.pyz'), 'utf8'),
    head,
    windows: new Float32Array(new Uint8Array(question.subarray(line + 1)).buffer),
  };
}

function classify(id: string, more: object = {}, as = client): Promise<Classification> {
  const signal = Array.from({ length: 500 }, (_, i) => i / 500);
  return as.call('classifyByRun', { params: { id }, body: { signal, rate_hz: rate, ...more } });
}

it('the program of the trainer computes, in a run, what the graph takes, and the answer is like any other', async () => {
  const model = await featureModel();
  const [said, asked] = await Promise.all([
    classify(model.id),
    // The first windows speak for up, the last for down.
    worker((n) => Array.from({ length: 3 * n }, (_, i) => (i < 6 ? 0.5 : -0.5))),
  ]);
  expect(asked).toMatchObject({ config: { environment: 'none' }, program });
  expect(asked.head).toEqual({ windows: 3, channels: 1, samples: 250, rate_hz: rate });
  expect([asked.windows.length, asked.windows[250]]).toEqual([750, expect.closeTo(0.25, 5)]);
  expect(said.windows.map(({ prediction }) => prediction)).toEqual(['up', 'up', 'down']);
  expect(said).toMatchObject({ prediction: 'up', model: null, run: { number: model.number } });
  expect(said.signal).toMatchObject({ samples: 500, seconds: 0.5, model_rate_hz: rate });
  // Nobody looks for it among the runs, and the model is still free to go.
  const run = await client.call('getRun', { params: { id: String(asked.number) } });
  expect(run.deleted_at).not.toBeNull();
});

it('the speed of the shaft goes along where the program needs it, and is asked for', async () => {
  const model = await featureModel({ speed: { column: 'rpm', unit: 'rpm' } });
  await client.call('registerModel', { params: { name: 'of-orders' }, body: { run: model.number } });
  await expect(classify(model.id)).rejects.toThrow('needs the speed of the shaft; say it in turns a second');
  const form = { by: { model: 'of-orders' }, name: 'a.csv', rateHz: rate, speedHz: 29.5 };
  const file = new Blob([Array.from({ length: 300 }, () => 0.1).join('\n')]);
  const [said, asked] = await Promise.all([
    client.classifyFile({ ...form, file }),
    worker((n) => Array.from({ length: 3 * n }, () => -0.5)),
  ]);
  expect(asked.head.shaft_hz).toEqual([29.5]);
  expect(said).toMatchObject({ prediction: 'down', model: { name: 'of-orders', version: 1 } });
});

it('what goes wrong in the run is said, and the run stays to be looked at', async () => {
  const model = await featureModel();
  const [failed, { number }] = await Promise.all([
    classify(model.id).catch((error: Error) => error.message),
    worker(() => [], 'The program fell over.'),
  ]);
  expect(failed).toContain(`run ${number}, which computes its features, ended as failed: The program fell over.`);
  expect((await client.call('getRun', { params: { id: String(number) } })).deleted_at).toBeNull();
  const [short] = await Promise.all([classify(model.id).catch((error: Error) => error.message), worker(() => [1, 2])]);
  expect(short).toContain('its program gave 2 numbers for 3 windows of 3');
});

it('a program that is not there, one of another program, and one that a viewer asks for, is not run', async () => {
  const bare = await featureModel({}, []);
  await expect(classify(bare.id)).rejects.toThrow('its file "features.pyz", which computes what its ONNX file takes');
  const model = await featureModel();
  const viewer = createClient({ url: server.url, key: await server.keyFor('viewer') });
  await expect(classify(model.id, {}, viewer)).rejects.toThrow(/member/);
  await server.database.store.query("UPDATE run SET executor = 'external' WHERE id = $1", [model.id]);
  await expect(classify(model.id)).rejects.toThrow('another program left it');
  const member = createClient({ url: server.url, key: await server.keyFor('member') });
  const own = { trainer: 'measure-windows', config: { environment: 'none' } };
  await expect(member.call('createRun', { body: own })).rejects.toThrow(/admin/);
});
