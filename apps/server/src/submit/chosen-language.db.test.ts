import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type Client, createClient } from '@trainyard/api-client';
import { issueRunKey, revokeRunKeys } from '@trainyard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway } from '../chat/chat.fixture.ts';
import { promptDataset, promptItems } from '../prompt-dataset.fixture.ts';

const manifest = `
id: prompt-asker
title: Prompt asker
purpose: Asks.
family: tests
environment: none
entry: ['true']
needs: { language_models: [primary, "optimizer?"], prompt: true }
parameters:
  type: object
  properties:
    metrics: { type: array, default: [], items: { type: object, properties: { program: { type: string, x-admin-only: true } } } }
`;

let gateway: TestGateway;
let client: Client;
beforeAll(async () => {
  gateway = await testGateway();
  client = gateway.server.client;
  const folder = join(gateway.server.home, 'trainers', 'prompt-asker');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'trainer.yaml'), manifest);
  for (const name of ['answers', 'others']) await client.call('createPrompt', { body: { name, system: 'Answer.' } });
});
afterAll(() => gateway.end());

const submit = (config: Record<string, unknown>) =>
  client.call('createRun', { body: { trainer: 'prompt-asker', config } });

async function issuesOf(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ApiError)) throw new Error('a refusal was expected');
  expect(error.status).toBe(422);
  return error.issues.map(({ path, message }) => `${path}: ${message}`);
}

describe('a run that asks language models', () => {
  it('is refused with every reason where it has none for a role, or a prompt that is not there', async () => {
    expect(await issuesOf(submit({ prompt: 'answer@1' }))).toEqual([
      'language_models.primary: No language model is named for the role primary, and you have no default for it. Choose one with: trainyard language-model default primary NAME',
      'prompt: There is no prompt "answer". Did you mean "answers"?',
    ]);
    const named = await issuesOf(submit({ prompt: 'answers@7', 'language_models.primary': 'smal' }));
    expect(named).toEqual([
      'language_models.primary: There is no language model "smal". Did you mean small?',
      'prompt: Prompt "answers" has no version 7; its newest is 1',
    ]);
    expect(await issuesOf(submit({ prompt: '<script>', 'language_models.primary': 'small' }))).toEqual([
      'prompt: "<script>" names no prompt; expected a name, or name@version such as answers@3',
    ]);
    expect((await issuesOf(submit({ 'language_models.primary': 'small' })))[0]).toMatch(/^prompt: /);
  });

  it('keeps the model with its parameters and the text of the prompt, whatever becomes of them', async () => {
    const run = await submit({ prompt: 'answers', 'language_models.primary': 'small' });
    await client.call('createPromptVersion', { params: { name: 'answers' }, body: { system: 'Answer better.' } });
    const record = await client.call('getRunConfig', { params: { id: run.id } });
    expect(record).toMatchObject({
      config: { prompt: 'answers@1', language_models: { primary: 'small', optimizer: '' } },
      language_models: {
        primary: { name: 'small', provider: 'stand-in', model: 'tiny-1', temperature: 0, max_tokens: 1024 },
      },
      prompt: { name: 'answers', version: 1, system: 'Answer.' },
    });
    expect(record.language_models?.optimizer).toBeUndefined();
    const again = await client.call('reproduceRun', { params: { id: run.id } });
    expect((await client.call('getRunConfig', { params: { id: again.id } })).prompt?.version).toBe(1);
  });

  it('takes from administrators alone what its manifest keeps for them, in a repeat too', async () => {
    const member = createClient({ url: gateway.server.url, key: await gateway.server.keyFor('member') });
    await member.call('setDefaultLanguageModel', { params: { role: 'primary' }, body: { name: 'small' } });
    const config = { prompt: 'answers@1', 'language_models.primary': 'small', metrics: [{}, { program: 'sh' }] };
    const body = { trainer: 'prompt-asker', config };
    const why = ['metrics.1.program: Only an administrator may set this'];
    expect(await issuesOf(member.call('createRun', { body }))).toEqual(why);
    const run = await submit(config);
    expect(await issuesOf(member.call('reproduceRun', { params: { id: run.id } }))).toEqual(why);
    const plain = { body: { ...body, config: { ...config, metrics: [{}] } } };
    expect((await member.call('createRun', plain)).number).toBeGreaterThan(run.number);
  });

  it('is refused before it begins for all that the trainer itself would refuse a moment later', async () => {
    const { database, parts } = gateway.server;
    await promptDataset({ files: parts.files, store: database.store }, { name: 'items', items: promptItems(40) });
    await client.call('createPrompt', { body: { name: 'columns', system: 'About {{input}} of {{weather}}.' } });
    const metrics = [{ metric: 'exact_match' }, { metric: 'expression', expression: 'answer ==' }];
    const config = { prompt: 'columns', 'language_models.primary': 'small', metrics, writer: 'model' };
    const spec = { trainer: 'prompt-optimizer', dataset: 'items' };
    expect(await issuesOf(client.call('createRun', { body: { ...spec, config } }))).toEqual([
      'language_models.optimizer: The writer is a model, and no language model has the role optimizer: name one in language_models.optimizer, or choose your default with: trainyard language-model default optimizer NAME',
      'metrics[1]: Metric 2: The expression cannot be used: Unexpected token: EOF at character 10',
      expect.stringMatching(
        /^prompt: The prompt has \{\{weather\}\}, and the data set has no such column; it has input/,
      ),
    ]);
    const vectors = { prompt: 'answers', 'language_models.primary': 'small', metrics: [{ metric: 'similarity' }] };
    expect(await issuesOf(client.call('createRun', { body: { ...spec, config: vectors } }))).toEqual([
      expect.stringMatching(/^metrics\[0\]: Metric 1: The embedder .* is not installed.* Install it once/),
    ]);
    const fit = { ...config, prompt: 'answers', metrics: [{ metric: 'exact_match' }] };
    const named = { ...fit, 'language_models.optimizer': 'small' };
    expect(await client.call('createRun', { body: { ...spec, config: named } })).toMatchObject({ status: 'queued' });
  });

  it('takes the default of a role where none is named', async () => {
    await client.call('setDefaultLanguageModel', { params: { role: 'primary' }, body: { name: 'small' } });
    const { id } = await submit({ prompt: 'answers@2' });
    const record = await client.call('getRunConfig', { params: { id } });
    expect(record).toMatchObject({ config: { language_models: { primary: 'small' } }, prompt: { version: 2 } });
  });
});

describe('the key of an attempt', () => {
  it('adds versions to the prompt of its run and speaks through the door; it does nothing else, and dies with the attempt', async () => {
    const { store } = gateway.server.database;
    const run = await submit({ prompt: 'answers@1', 'language_models.primary': 'small' });
    const issue = (attempt: number) => store.begin((tx) => issueRunKey(tx, { runId: run.id, attempt, seconds: 600 }));
    const as = (key: string) => createClient({ url: gateway.server.url, key });
    const first = await issue(1);
    const body = { system: 'Answer at once.', origin: 'scripted' as const, make_current: false };
    const add = (key: string, name: string, more: object = {}) =>
      as(key).call('createPromptVersion', { params: { name }, body: { ...body, ...more } });
    const made = await add(first, 'answers');
    expect(made).toMatchObject({ origin: 'scripted', current: false, run: { id: run.id } });
    const refused = { status: 403, code: 'forbidden' };
    await expect(add(first, 'others')).rejects.toMatchObject(refused);
    await expect(add(first, 'answers', { make_current: true })).rejects.toMatchObject(refused);
    await expect(as(first).call('listPrompts', {})).rejects.toMatchObject(refused);
    await expect(as(first).call('listProviders', {})).rejects.toMatchObject(refused);
    const ask = (key: string) =>
      gateway
        .clientFor(key)
        .chat.completions.create({ model: 'small', messages: [{ role: 'user', content: 'Hello' }] });
    await expect(ask(first)).resolves.toMatchObject({ object: 'chat.completion' });

    const { items } = await as(first).call('sumLanguageUsage', { query: { by: 'run', run: '1', everybody: 'true' } });
    expect(items).toMatchObject([{ group: String(run.number), calls: 1 }]);

    const second = await issue(2);
    // The server hears of it a moment later.
    const statusOf = (key: string) =>
      ask(key).then(
        () => 200,
        (error: { status: number }) => error.status,
      );
    await expect.poll(() => statusOf(first), { timeout: 20_000 }).toBe(401);
    await expect(ask(second)).resolves.toMatchObject({ object: 'chat.completion' });
    await revokeRunKeys(store, run.id, 1);
    await expect(ask(second)).resolves.toMatchObject({ object: 'chat.completion' });
    await revokeRunKeys(store, run.id, 2);
    await expect.poll(() => statusOf(second), { timeout: 20_000 }).toBe(401);

    const third = await issue(3);
    await client.call('cancelRun', { params: { id: run.id } });
    const seen = () =>
      as(third)
        .call('getRun', { params: { id: run.id } })
        .then(
          () => 200,
          (error: { status: number }) => error.status,
        );
    await expect.poll(seen, { timeout: 20_000 }).toBe(401);
  });
});
