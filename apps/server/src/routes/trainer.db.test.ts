import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import { registerWorker } from '@trainyard/queue/work';
import { newId, writeCheckpoint } from '@trainyard/store';
import { aWorkerSpec, eventually } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completedRun, metricRow, metricTable } from '../completed-run.fixture.ts';
import { sampleDataset } from '../dataset.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

const toy = `id: toy
title: Toy
purpose: A trainer for tests.
family: tests
environment: none
entry: [python3, fit.py]
parameters:
  type: object
  properties:
    epochs: { type: integer, minimum: 1, maximum: 500, default: 20 }
    batch_size: { type: integer, enum: [16, 32, 64], default: 16 }
rules:
  - { rule: "self.batch_size <= self.epochs", message: "Batch size must be at most {self.epochs}" }
typical: { quality: fair, time_s: { quick: 40, standard: 400 } }
`;
const quick = 'id: quick\ntitle: Quick\npurpose: Few epochs.\nconfig: { epochs: 20 }\n';
const standard = 'id: standard\ntitle: Standard\npurpose: A larger model.\nconfig: { epochs: 20, batch_size: 16 }\n';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
  const folder = join(server.home, 'trainers', 'toy');
  await mkdir(join(folder, 'presets'), { recursive: true });
  await writeFile(join(folder, 'trainer.yaml'), toy);
  await writeFile(join(folder, 'fit.py'), '');
  await writeFile(join(folder, 'presets', 'quick.yaml'), quick);
  await writeFile(join(folder, 'presets', 'standard.yaml'), standard);
});
afterAll(() => server.end());

const params = { trainer: 'toy' };
const check = (body: object) => client.call('checkConfig', { params, body });

describe('a checked configuration', () => {
  it('comes with its name, and with the measured time before there is any history', async () => {
    const found = await check({ preset: 'quick', config: { epochs: 40 } });
    expect(found.issues).toEqual([]);
    expect(found.name).toBe('toy quick');
    expect(found.split).toBeNull();
    expect(found.estimate).toEqual({
      seconds: { value: 80, low: 40, high: 160, runs: 0, basis: 'typical' },
      checkpoint_bytes: null,
      cost: null,
    });
    expect(found.warnings.map((one) => one.code)).toEqual(['no-worker']);
  });

  it('comes with its cost where the installation has a price for what it uses', async () => {
    const priced = await testServer({ currency: 'CHF', cpuHourPrice: 0.9 });
    try {
      await cp(join(server.home, 'trainers', 'toy'), join(priced.home, 'trainers', 'toy'), { recursive: true });
      const cost = async (body: object) =>
        (await priced.client.call('checkConfig', { params, body: { preset: 'quick', ...body } })).estimate.cost;
      expect(await cost({ config: { epochs: 40 }, threads: 2 })).toEqual({
        value: expect.closeTo(0.04),
        low: expect.closeTo(0.02),
        high: expect.closeTo(0.08),
        runs: 0,
        basis: 'typical',
        currency: 'CHF',
        per_hour: 1.8,
      });
    } finally {
      await priced.end();
    }
  });

  it('tells what is wrong beside all that', async () => {
    const found = await check({ config: { epochs: 8 } });
    expect(found.issues).toEqual([{ path: 'batch_size', message: 'Batch size must be at most 8' }]);
    expect(found.estimate.seconds?.value).toBe(16);
  });

  it('tells the split, its note and what it cannot score', async () => {
    const { name } = await sampleDataset(server.parts, { name: 'split-check', bearings: 4 });
    const body = { dataset: name, config: { split: { by: 'window' }, window: { seconds: 0.5, overlap: 0 } } };
    const found = await client.call('checkConfig', { params: { trainer: 'signal-cnn' }, body });
    expect(found.name).toBe('signal-cnn on split-check');
    expect(found.split).toMatchObject({ by: 'window', note: 'upper bound: same unit on both sides', not_scored: [] });
    expect(Object.values(found.split?.sizes ?? {}).reduce((sum, size) => sum + size, 0)).toBe(96);
    expect(found.warnings.map((one) => one.code)).toEqual(
      expect.arrayContaining(['environment-missing', 'upper-bound']),
    );
    const one = await sampleDataset(server.parts, { name: 'few-units', bearings: 1 });
    const few = await client.call('checkConfig', {
      params: { trainer: 'signal-cnn' },
      body: { dataset: one.name, config: { window: { seconds: 0.5, overlap: 0 } } },
    });
    const told = few.warnings.find((one) => one.code === 'not-scored')?.message ?? '';
    for (const label of few.split?.not_scored ?? []) expect(told).toContain(`"${label}"`);
    expect(few.split?.not_scored.length).toBeGreaterThan(0);
  });

  it('learns time, checkpoints and quality from completed runs, and knows who holds the slots', async () => {
    const trainer = { id: 'toy', code_digest: 'c0de', git_commit: null, environment: 'none', lock_digest: null };
    for (const [seconds, accuracy] of [
      [10, 0.7],
      [12, 0.8],
      [11, 0.9],
    ] as const) {
      const run = await completedRun(server, {
        frozen: { trainer, preset: 'quick', config: { epochs: 20, batch_size: 16 } },
        sections: [metricTable(metricRow('accuracy', accuracy, { label: 'Accuracy' }))],
        seconds,
      });
      await writeCheckpoint(server.database.store, run.id, {
        id: newId(),
        name: 'last',
        attempt: 1,
        step: 1,
        epoch: 1,
        folder: '/nowhere',
        files: [{ path: 'model', size: 5000, sha256: 'x' }],
        parts: [],
        metrics: {},
        best: false,
      });
    }
    await server.database.store.begin((tx) => registerWorker(tx, aWorkerSpec({ slots: 2 })));
    // What was learned is kept for a few seconds.
    const found = await eventually('the estimate follows the runs', async () => {
      const answer = await check({ preset: 'quick', config: { epochs: 40 } });
      return answer.estimate.seconds?.basis === 'runs' && answer.warnings.length === 0 ? answer : null;
    });
    expect(found.estimate.seconds).toMatchObject({ value: 22, runs: 3, basis: 'runs' });
    expect(found.estimate.checkpoint_bytes).toMatchObject({ value: 5000, runs: 3 });
    // Runs of another preset, at what the manifest measured of both: ten times the work.
    const larger = await check({ preset: 'standard', config: {} });
    expect(larger.estimate.seconds).toMatchObject({ value: 110, runs: 3, basis: 'runs' });
    const item = await eventually('the card follows the runs', async () => {
      const answer = await client.call('getTrainer', { params });
      return answer.learned === null ? null : answer;
    });
    expect(item.learned).toMatchObject({
      runs: 3,
      seconds: { value: 11 },
      quality: { label: 'Accuracy', value: 0.8, unit: '' },
    });
  });

  it('is answered at typing speed', async () => {
    await check({ preset: 'quick' });
    const times: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const begin = performance.now();
      await check({ preset: 'quick', config: { epochs: 20 + i } });
      times.push(performance.now() - begin);
    }
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(100);
  });
});

describe('a saved preset', () => {
  const mine = { id: 'mine', title: 'Mine', purpose: '', config: { epochs: 64, batch_size: 64 } };

  it('is a file in the home, listed with the trainer, used like any other, and deleted', async () => {
    const saved = await client.call('savePreset', { params, body: mine });
    expect(saved).toMatchObject({ id: 'mine', title: 'Mine', recommended: false, config: mine.config });
    expect(await readdir(join(server.home, 'presets', 'toy'))).toEqual(['mine.yaml']);
    const item = await client.call('getTrainer', { params });
    expect(item.own_presets).toEqual(['mine']);
    expect(item.presets.map((one) => one.id)).toEqual(['quick', 'standard', 'mine']);
    expect((await check({ preset: 'mine' })).config).toMatchObject({ epochs: 64, batch_size: 64 });
    const run = await client.call('createRun', { body: { trainer: 'toy', preset: 'mine' } });
    expect(run).toMatchObject({ preset: 'mine', name: 'toy mine' });

    const again = await client.call('savePreset', { params, body: { ...mine, config: { epochs: 100 } } });
    expect(again.config).toEqual({ epochs: 100 });
    expect((await check({ preset: 'mine' })).config).toMatchObject({ epochs: 100, batch_size: 16 });

    await client.call('deletePreset', { params: { ...params, preset: 'mine' } });
    expect((await client.call('getTrainer', { params })).own_presets).toEqual([]);
    await expect(check({ preset: 'mine' })).rejects.toMatchObject({ code: 'preset-not-found' });
    await expect(client.call('deletePreset', { params: { ...params, preset: 'mine' } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('comes down as YAML, a built-in one too', async () => {
    await client.call('savePreset', { params, body: { ...mine, id: 'down', title: '<script>"x"</script>' } });
    const get = (preset: string) =>
      fetch(`${server.url}/api/v1/trainers/toy/presets/${preset}/preset.yaml`, {
        headers: { authorization: `Bearer ${server.localKey}` },
      });
    const answer = await get('down');
    expect(answer.headers.get('content-type')).toContain('yaml');
    expect(await answer.text()).toBe(await readFile(join(server.home, 'presets', 'toy', 'down.yaml'), 'utf8'));
    expect(await (await get('quick')).text()).toContain('id: quick');
    expect((await get('absent')).status).toBe(404);
  });

  it('that breaks the rules of the trainer is refused with every problem, and nothing is written', async () => {
    const before = await readdir(join(server.home, 'presets', 'toy'));
    const bad = { ...mine, id: 'bad', config: { epochs: 8, batch_size: 64, learning: 1 } };
    const refused = client.call('savePreset', { params, body: bad });
    await expect(refused).rejects.toMatchObject({ code: 'config-invalid', status: 422 });
    const issues = await refused.catch((error: { issues: { path: string }[] }) =>
      error.issues.map((issue) => issue.path),
    );
    expect(issues).toEqual(expect.arrayContaining(['learning', 'batch_size']));
    expect(await readdir(join(server.home, 'presets', 'toy'))).toEqual(before);
  });

  it('takes no name that the trainer has', async () => {
    await expect(client.call('savePreset', { params, body: { ...mine, id: 'quick' } })).rejects.toMatchObject({
      code: 'preset-protected',
    });
    await expect(client.call('deletePreset', { params: { ...params, preset: 'quick' } })).rejects.toMatchObject({
      code: 'preset-protected',
    });
  });

  it('is not for viewers, and a name that climbs is no name', async () => {
    const viewer = createClient({ url: server.url, key: await server.keyFor('viewer') });
    await expect(viewer.call('savePreset', { params, body: mine })).rejects.toMatchObject({ status: 403 });
    await expect(client.call('savePreset', { params, body: { ...mine, id: '../../evil' } })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('whose file was spoiled does not keep the trainer from being used', async () => {
    await writeFile(join(server.home, 'presets', 'toy', 'spoiled.yaml'), 'id: [\n');
    const item = await client.call('getTrainer', { params });
    expect(item.problems).toEqual([]);
    expect(item.presets.map((one) => one.id)).not.toContain('spoiled');
  });
});
