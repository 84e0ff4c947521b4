import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

const manifest = `
id: scorer
title: Scorer
purpose: Scores.
family: tests
environment: none
entry: ['true']
parameters:
  type: object
  properties:
    measures:
      type: array
      x-metric-set: metrics
      default: [{ metric: exact_match }]
      items: { type: object, properties: { command: { type: array, x-admin-only: true } } }
    pass: { type: number, default: 1, x-metric-set: pass }
`;

let server: TestServer;
let member: Client;
beforeAll(async () => {
  server = await testServer();
  member = createClient({ url: server.url, key: await server.keyFor('member') });
  const folder = join(server.home, 'trainers', 'scorer');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'trainer.yaml'), manifest);
});
afterAll(() => server.end());

const lenient = { name: 'lenient', metrics: [{ metric: 'token_f1' as const, floor: 0.2 }], pass: 0.5 };

async function configOf(client: Client, config: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { id } = await client.call('createRun', { body: { trainer: 'scorer', config } });
  return (await client.call('getRunConfig', { params: { id } })).config;
}

it('is kept, changed by its owner, put aside and forgotten', async () => {
  const made = await member.call('createMetricSet', { body: { ...lenient, description: 'For a start.' } });
  expect(made).toMatchObject({ ...lenient, active: true, is_default: false, length_ratio: 0 });
  await expect(member.call('createMetricSet', { body: lenient })).rejects.toMatchObject({ code: 'metric-set-exists' });
  const other = createClient({ url: server.url, key: await server.keyFor('member') });
  const change = { params: { name: 'lenient' }, body: { pass: 0.6 } };
  await expect(other.call('patchMetricSet', change)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await member.call('patchMetricSet', change)).toMatchObject({ pass: 0.6, metrics: lenient.metrics });
  await expect(member.call('getMetricSet', { params: { name: 'lenint' } })).rejects.toMatchObject({
    code: 'metric-set-not-found',
    message: expect.stringContaining('Did you mean lenient?'),
  });
  await member.call('patchMetricSet', { params: { name: 'lenient' }, body: { active: false } });
  const own = member.call('setDefaultMetricSet', { body: { name: 'lenient' } });
  await expect(own).rejects.toMatchObject({ code: 'metric-set-inactive' });
  await member.call('deleteMetricSet', { params: { name: 'lenient' } });
  expect((await member.call('listMetricSets')).items).toEqual([]);
});

it('is refused where a metric cannot be read, and with a program from anybody but an administrator', async () => {
  const refused = (metrics: (typeof lenient)['metrics'] | object[]) =>
    member.call('createMetricSet', { body: { name: 'bad', metrics: metrics as (typeof lenient)['metrics'] } });
  await expect(refused([{ metric: 'regex', pattern: '(a' }])).rejects.toMatchObject({ code: 'metric-set-unfit' });
  await expect(refused([{ metric: 'expression', expression: 'answer ==' }])).rejects.toMatchObject({
    message: expect.stringContaining('at character 10'),
  });
  await expect(refused([{ metric: 'token_f1', weight: 0 }])).rejects.toMatchObject({ code: 'metric-set-unfit' });
  const program = { metric: 'command', command: ['judge'] };
  await expect(refused([program])).rejects.toMatchObject({ code: 'forbidden' });
  const admins = { name: 'programs', metrics: [{ metric: 'command' as const, command: ['judge'] }] };
  await server.client.call('createMetricSet', { body: admins });
  await expect(configOf(member, { measures: 'programs' })).rejects.toMatchObject({
    issues: [{ path: 'measures.0.command', message: 'Only an administrator may set this' }],
  });
  expect(await configOf(server.client, { measures: 'programs' })).toMatchObject({ measures: [program] });
});

it('scores a run that names it, or says nothing and has it for a default; the record keeps the whole of it', async () => {
  await member.call('createMetricSet', { body: lenient });
  const whole = { measures: lenient.metrics, pass: 0.5 };
  expect(await configOf(member, { measures: 'lenient' })).toEqual(whole);
  expect(await configOf(member, { measures: 'lenient', pass: 0.9 })).toEqual({ ...whole, pass: 0.9 });
  const plain = { measures: [{ metric: 'exact_match' }], pass: 1 };
  expect(await configOf(member, {})).toEqual(plain);
  expect(await member.call('setDefaultMetricSet', { body: { name: 'lenient' } })).toMatchObject({ is_default: true });
  expect(await configOf(member, {})).toEqual(whole);
  expect(await configOf(member, plain)).toEqual(plain);
  expect(await configOf(server.client, {})).toEqual(plain);
  await member.call('removeDefaultMetricSet');
  expect(await configOf(member, {})).toEqual(plain);
  await member.call('patchMetricSet', { params: { name: 'lenient' }, body: { active: false } });
  await expect(configOf(member, { measures: 'lenient' })).rejects.toMatchObject({
    issues: [{ path: 'measures', message: 'The metric set lenient is not active' }],
  });
  await expect(configOf(member, { measures: 'nothing' })).rejects.toMatchObject({
    issues: [{ path: 'measures', message: expect.stringMatching(/There is no metric set "nothing"/) }],
  });
});
