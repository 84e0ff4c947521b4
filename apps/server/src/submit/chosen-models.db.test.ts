import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@trainyard/api-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleDataset } from '../dataset.fixture.ts';
import { modelRun } from '../model-run.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

const manifestOf = (id: string, needs: string): string => `
id: ${id}
title: Combiner
purpose: Combines registered models.
family: tests
environment: none
entry: ['true']
needs: ${needs}
parameters: { type: object, properties: {} }
`;

let server: TestServer;
let client: Client;
let dataset: { name: string; version: number; digest: string };
beforeAll(async () => {
  server = await testServer();
  client = server.client;
  for (const [id, needs] of [
    ['combiner', '{ models: { min: 2, max: 3 } }'],
    ['beginner', '{ dataset: { kinds: [signals], split: false }, models: { min: 0, max: 1 } }'],
  ] as const) {
    const folder = join(server.home, 'trainers', id);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'trainer.yaml'), manifestOf(id, needs));
  }
  dataset = { ...(await sampleDataset({ files: server.parts.files, store: server.database.store })), version: 1 };
});
afterAll(() => server.end());

async function registered(name: string, on: typeof dataset | null = null): Promise<{ id: string; number: number }> {
  const frozen = on === null ? {} : { dataset: { name: on.name, version: on.version, digest: on.digest } };
  const run = await modelRun(server, { frozen });
  await client.call('registerModel', { params: { name }, body: { run: run.number } });
  return run;
}

async function issuesOf(trainer: string, config: object, more: object = {}): Promise<string[]> {
  try {
    await client.call('createRun', { body: { trainer, config: { ...config }, ...more } });
    return [];
  } catch (error) {
    if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) throw error;
    return error.issues.map((issue: { path: string; message: string }) => `${issue.path}: ${issue.message}`);
  }
}

it('a record keeps the exact versions, also for a repeat after the alias was moved and newer ones came', async () => {
  const [one, two] = [await registered('frozen-a'), await registered('frozen-b')];
  await client.call('setModelAlias', { params: { name: 'frozen-a', alias: 'champion' }, body: { version: 1 } });
  const run = await client.call('createRun', {
    body: { trainer: 'combiner', config: { models: ['frozen-b', 'frozen-a@champion'] } },
  });
  const frozen = await client.call('getRunConfig', { params: { id: run.id } });
  expect(frozen.config.models).toEqual(['frozen-b@1', 'frozen-a@1']);
  expect(frozen.models).toMatchObject([
    { name: 'frozen-b', version: 1, run: { id: two.id, number: two.number }, trainer: 'sample', config: { epochs: 3 } },
    { name: 'frozen-a', version: 1, run: { id: one.id }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  await registered('frozen-b');
  await registered('frozen-a');
  await client.call('setModelAlias', { params: { name: 'frozen-a', alias: 'champion' }, body: { version: 2 } });
  const repeat = await client.call('reproduceRun', { params: { id: run.id } });
  expect((await client.call('getRunConfig', { params: { id: repeat.id } })).models).toEqual(frozen.models);
  const uses = await client.call('listModelUses', { params: { name: 'frozen-a' }, query: { version: 1 } });
  expect(uses.items.map((use) => use.run.number)).toEqual([repeat.number, run.number]);
});

it('what is wrong with a model is said at its place in the list', async () => {
  const run = await registered('known');
  await registered('other');
  expect(await issuesOf('combiner', { models: ['known', 'knwon'] })).toEqual([
    'models[1]: There is no model "knwon". Did you mean "known"?',
  ]);
  expect(await issuesOf('combiner', { models: ['known', 'other@9'] })).toEqual([
    'models[1]: There is no model "other@9". Its newest version is 1; its aliases: none',
  ]);
  expect(await issuesOf('combiner', { models: ['known', 'known@1'] })).toEqual([
    `models[1]: known@1 is chosen twice: its run ${run.number} is in the list already`,
  ]);
  expect(await issuesOf('combiner', { models: ['known'] })).toEqual([
    expect.stringContaining('Models must have at least 2 entries'),
  ]);
  expect(await issuesOf('combiner', { models: ['a', 'b', 'c', 'd'] })).toEqual([
    expect.stringContaining('Models must have at most 3 entries'),
  ]);
});

it('a model of other data is refused; where none is needed, none may be chosen', async () => {
  await registered('of-nothing');
  await registered('of-signals', dataset);
  const on = { dataset: dataset.name };
  expect(await issuesOf('beginner', {}, on)).toEqual([]);
  expect(await issuesOf('beginner', { models: ['of-signals'] }, on)).toEqual([]);
  expect(await issuesOf('beginner', { models: ['of-nothing'] }, on)).toEqual([
    'models[0]: of-nothing@1 learned from no data set; a model of data of kind signals is needed',
  ]);
  const bare = await client.call('createRun', { body: { trainer: 'beginner', dataset: dataset.name } });
  expect((await client.call('getRunConfig', { params: { id: bare.id } })).models).toEqual([]);
});
