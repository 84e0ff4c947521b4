import type { Client } from '@trainyard/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completedRun } from '../completed-run.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
});
afterAll(() => server.end());

const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ code: 'none', message: '' }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
const create = (name: string, system = 'Name the mood of {{input}}.', rest: object = {}) =>
  client.call('createPrompt', { body: { name, system, ...rest } });
const add = (name: string, body: object) => client.call('createPromptVersion', { params: { name }, body });

describe('a prompt', () => {
  it('begins with a first version, and is found by its words', async () => {
    const made = await create('mood', 'Name the mood of {{input}}.', {
      description: 'For the <b>newsletter</b>',
      output: ' One word.\n',
      examples: [{ input: 'What a day', output: 'good' }],
      why: 'to begin with',
    });
    expect(made).toMatchObject({
      name: 'mood',
      description: 'For the <b>newsletter</b>',
      versions: 1,
      current: {
        version: 1,
        parents: [],
        origin: 'human',
        why: 'to begin with',
        placeholders: ['input'],
        words: 7,
        examples: [{ input: 'What a day', output: 'good' }],
        current: true,
        run: null,
      },
    });
    expect(Object.keys(made.current.features.values).length).toBeGreaterThan(10);
    const listed = await client.call('listPrompts', { query: { q: 'NEWSLETTER' } });
    expect(listed.items.map(({ name }) => name)).toEqual(['mood']);
    expect(
      (await client.call('patchPrompt', { params: { name: 'mood' }, body: { description: 'new' } })).description,
    ).toBe('new');
  });

  it('is refused empty, under a taken or a wrong name, and with what no text holds', async () => {
    await create('taken');
    expect(await problemOf(create('taken'))).toMatchObject({ code: 'prompt-exists' });
    expect(await problemOf(create('blank', ' \n'))).toMatchObject({ code: 'prompt-empty' });
    for (const name of ['With Spaces', '<script>', '1st', 'a'.repeat(61)]) {
      expect((await problemOf(create(name))).code, name).toBe('query-invalid');
    }
    expect((await problemOf(create('nul', 'a\0b'))).code).toBe('query-invalid');
    expect((await problemOf(create('long', 'x'.repeat(100_001)))).code).toBe('query-invalid');
    expect(await problemOf(client.call('getPrompt', { params: { name: 'takne' } }))).toEqual({
      code: 'prompt-not-found',
      message: 'There is no prompt "takne". Did you mean "taken"?',
    });
  });

  it('is forgotten whole', async () => {
    await create('brief');
    await add('brief', { system: 'Shorter: {{input}}' });
    await client.call('deletePrompt', { params: { name: 'brief' } });
    expect((await problemOf(client.call('listPromptVersions', { params: { name: 'brief' } }))).code).toBe(
      'prompt-not-found',
    );
    expect((await create('brief')).current.version).toBe(1);
  });
});

describe('a version', () => {
  it('says from which, by whom and why; the same text keeps its number', async () => {
    await create('tree');
    const run = await completedRun(server);
    const second = await add('tree', { system: 'Name the mood of {{input}} in one word.', why: 'answers were long' });
    expect(second).toMatchObject({ version: 2, parents: [1], origin: 'human', current: true });
    const third = await add('tree', {
      system: 'Mood of {{input}}?',
      parents: [1, 2],
      origin: 'merge',
      action: 'shorten_prompt',
      run: run.number,
      make_current: false,
    });
    expect(third).toMatchObject({ version: 3, parents: [1, 2], current: false, run: { number: run.number } });
    expect(await add('tree', { system: 'Mood of {{input}}?', make_current: false })).toEqual(third);
    const { items } = await client.call('listPromptVersions', { params: { name: 'tree' } });
    expect(items.map(({ version, current, action }) => [version, current, action])).toEqual([
      [3, false, 'shorten_prompt'],
      [2, true, null],
      [1, false, null],
    ]);
    const used = await client.call('usePromptVersion', { params: { name: 'tree' }, body: { version: 3 } });
    expect(used.current).toMatchObject({ version: 3, current: true });
    // A run that is deleted takes no text with it.
    await client.call('deleteRun', { params: { id: run.id } });
    expect(await client.call('getPromptVersion', { params: { name: 'tree', version: 3 } })).toMatchObject({
      run: null,
      system: 'Mood of {{input}}?',
    });
  });

  it('may not lose a placeholder unless that is meant', async () => {
    await create('holes', 'From {{source}}: {{input}}');
    expect(await problemOf(add('holes', { system: 'Only {{input}}' }))).toEqual({
      code: 'prompt-loses-placeholders',
      message: 'The new version of "holes" loses {{source}}, which version 1 has.',
    });
    const meant = await add('holes', { system: 'Only {{input}}', drops_placeholders: true });
    expect(meant.placeholders).toEqual(['input']);
    expect((await add('holes', { system: 'Only {{ input }} by {{author}}' })).placeholders).toEqual([
      'input',
      'author',
    ]);
  });

  it('needs parents and a current version that are there', async () => {
    await create('lonely');
    const missing = { code: 'prompt-version-not-found', message: 'Prompt "lonely" has no version 9; its newest is 1.' };
    expect(await problemOf(add('lonely', { system: 'x {{input}}', parents: [9] }))).toEqual(missing);
    expect(
      await problemOf(client.call('usePromptVersion', { params: { name: 'lonely' }, body: { version: 9 } })),
    ).toEqual(missing);
    expect(await problemOf(client.call('getPromptVersion', { params: { name: 'lonely', version: 9 } }))).toEqual(
      missing,
    );
    expect((await client.call('getPrompt', { params: { name: 'lonely' } })).current.version).toBe(1);
  });

  it('gets a number of its own also when many come at once', async () => {
    await create('at-once');
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => add('at-once', { system: `Variant ${i} of {{input}}`, parents: [1] })),
    );
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
