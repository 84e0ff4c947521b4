import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@trainyard/api-client';
import { bury, claim, finish, recordSection, registerWorker } from '@trainyard/queue/work';
import { newId } from '@trainyard/store';
import { aReason, aWorkerSpec, fenceOf } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

const manifest = `
id: reader
title: Reader
purpose: Reads earlier runs.
family: tests
environment: none
entry: ['true']
needs: { runs: { min: 1, max: 3 } }
parameters: { type: object, properties: {} }
`;

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
  const folder = join(server.home, 'trainers/reader');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'trainer.yaml'), manifest);
});
afterAll(() => server.end());

const queued = () => client.call('createRun', { body: { trainer: 'script', config: { command: ['true'] } } });

async function claimed(runId: string) {
  const { store } = server.database;
  const worker = aWorkerSpec({ name: `worker ${newId()}` });
  await registerWorker(store, worker);
  const mine = await claim(store, { workerId: worker.id, leaseSeconds: 60, priorityAgeSeconds: 60, runId });
  if (mine === null) throw new Error('the run was not claimed');
  return mine;
}

async function ended(): Promise<{ id: string; number: number }> {
  const run = await queued();
  const mine = await claimed(run.id);
  const { store } = server.database;
  await finish(store, fenceOf(mine), { how: 'done', reason: aReason('done') }, server.settings);
  await bury(store, fenceOf(mine));
  return run;
}

async function issuesOf(runs: unknown[]): Promise<string[]> {
  try {
    await client.call('createRun', { body: { trainer: 'reader', config: { runs } } });
    return [];
  } catch (error) {
    if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) throw error;
    return error.issues.map((issue: { path: string; message: string }) => `${issue.path}: ${issue.message}`);
  }
}

it('a record keeps the ids of the runs that were named by number', async () => {
  const [first, second] = [await ended(), await ended()];
  const run = await client.call('createRun', {
    body: { trainer: 'reader', config: { runs: [second.number, first.id] } },
  });
  const frozen = await client.call('getRunConfig', { params: { id: run.id } });
  expect(frozen.config.runs).toEqual([second.id, first.id]);
  const repeat = await client.call('reproduceRun', { params: { id: run.id } });
  expect((await client.call('getRunConfig', { params: { id: repeat.id } })).config.runs).toEqual([second.id, first.id]);
});

it('what is wrong with a run is said at its place in the list', async () => {
  const [over, waiting] = [await ended(), await queued()];
  expect(await issuesOf([over.number, 99_999])).toEqual(['runs[1]: There is no run "99999"']);
  expect(await issuesOf(['<script>'])).toEqual(['runs[0]: There is no run "<script>"']);
  expect(await issuesOf([waiting.number])).toEqual([
    `runs[0]: Run ${waiting.number} is queued and has no results yet; choose a run that has ended`,
  ]);
  expect(await issuesOf([over.number, over.id])).toEqual([`runs[1]: Run ${over.number} is chosen twice`]);
  expect(await issuesOf([1, 2, 3, 4])).toEqual([expect.stringContaining('Runs must have at most 3 entries')]);
});

it('a run that goes on may be read once it has results', async () => {
  const run = await queued();
  const mine = await claimed(run.id);
  await recordSection(server.database.store, fenceOf(mine), {
    type: 'text',
    title: 'So far',
    notes: [],
    data: { markdown: 'half of it' },
  });
  expect(await issuesOf([run.number])).toEqual([]);
});
