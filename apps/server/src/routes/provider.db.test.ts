import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type Client, createClient } from '@trainyard/api-client';
import { eventually, freePort, type StandIn, startStandIn } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let standIn: StandIn;
let client: Client;
beforeAll(async () => {
  [server, standIn] = await Promise.all([testServer({ languageBackoffMs: 1 }), startStandIn()]);
  client = server.client;
});
afterAll(async () => {
  await server.end();
  await standIn.close();
});

async function problemOf(asked: Promise<unknown>): Promise<ApiError> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error('it was not refused');
}

function add(name: string, key: string | undefined = standIn.key) {
  const given = { name, kind: 'openai-compatible' as const, base_url: standIn.url };
  return client.call('createProvider', { body: key === undefined ? given : { ...given, key } });
}

describe('a provider', () => {
  it('is added, shown, changed and removed, and its key never comes out again', async () => {
    const made = await add('local');
    expect(made).toMatchObject({ name: 'local', has_key: true, retries: 4, timeout_s: 60, models: 0, tested: null });
    const changed = await client.call('patchProvider', {
      params: { provider: 'local' },
      body: { retries: 1, max_per_minute: 600, key: 'sk-another-secret' },
    });
    expect(changed).toMatchObject({ retries: 1, max_per_minute: 600, has_key: true });
    const answers = JSON.stringify([
      made,
      changed,
      await client.call('listProviders'),
      await client.call('getProvider', { params: { provider: 'local' } }),
    ]);
    expect(answers).not.toMatch(/sk-|stand-in-0123|another-secret/);
    await client.call('deleteProvider', { params: { provider: 'local' } });
    expect((await client.call('listProviders')).items).toEqual([]);
  });

  it('has its key sealed in the database, with a key file that only its owner reads', async () => {
    await add('sealed');
    const { rows } = await server.database.store.query<{ sealed_key: Buffer }>('SELECT sealed_key FROM provider');
    expect(rows[0]?.sealed_key.includes(Buffer.from(standIn.key))).toBe(false);
    const file = await stat(join(server.home, 'keys/providers.key'));
    expect(file.mode & 0o777).toBe(0o600);
    await client.call('deleteProvider', { params: { provider: 'sealed' } });
  });

  it('is refused with every problem in words', async () => {
    const body = { name: 'x', kind: 'vertex' as const };
    const vertex = await problemOf(client.call('createProvider', { body }));
    expect(vertex.issues.map(({ path }) => path)).toEqual(['project', 'location', 'key']);
    const unfit = { ...body, project: 'p', location: 'global', key: '{"type": "authorized_user"}' };
    expect((await problemOf(client.call('createProvider', { body: unfit }))).code).toBe('provider-key-unfit');
    for (const base_url of ['ftp://x', 'http://user:secret@x/v1', 'http://x/v1?key=1', 'x']) {
      const wrong = { name: 'x', kind: 'openai-compatible' as const, base_url };
      expect((await problemOf(client.call('createProvider', { body: wrong }))).code).toBe('query-invalid');
    }
    await add('twice');
    expect((await problemOf(add('twice'))).code).toBe('provider-exists');
    const missing = await problemOf(client.call('getProvider', { params: { provider: 'twise' } }));
    expect([missing.code, missing.message]).toEqual([
      'provider-not-found',
      'There is no provider "twise". Did you mean twice?',
    ]);
    await client.call('deleteProvider', { params: { provider: 'twice' } });
  });

  it('keeps its key from an address that it was not given for', async () => {
    await add('moving');
    const to = (body: { base_url: string; key?: string | null }) =>
      client.call('patchProvider', { params: { provider: 'moving' }, body });
    const elsewhere = 'http://127.0.0.1:9/v1';
    const refused = await problemOf(to({ base_url: elsewhere }));
    expect([refused.status, refused.code]).toEqual([422, 'provider-key-needed']);
    expect(await to({ base_url: standIn.url })).toMatchObject({ base_url: standIn.url, has_key: true });
    expect(await to({ base_url: elsewhere, key: 'sk-for-elsewhere' })).toMatchObject({ base_url: elsewhere });
    expect(await to({ base_url: standIn.url, key: null })).toMatchObject({ has_key: false });
    expect(await to({ base_url: elsewhere })).toMatchObject({ base_url: elsewhere });
    await client.call('deleteProvider', { params: { provider: 'moving' } });
  });

  it('that is being removed gets no language model, and says that it is gone', async () => {
    const { store } = server.database;
    await add('going');
    const body = { name: 'of-going', provider: 'going', model: 'small' };
    let asked: Promise<ApiError> | undefined;
    await store.begin(async (tx) => {
      await tx.query("DELETE FROM provider WHERE name = 'going'");
      asked = problemOf(client.call('createLanguageModel', { body }));
      await eventually('the wait for the removal', async () => {
        const waiting = await store.query(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'KEY SHARE'",
        );
        return waiting.count > 0;
      });
    });
    expect((await asked)?.code).toBe('provider-not-found');
  });

  it('is looked after by administrators, and read by all', async () => {
    const member = createClient({ url: server.url, key: await server.keyFor('member') });
    const body = { name: 'mine', kind: 'ollama' as const };
    expect((await problemOf(member.call('createProvider', { body }))).status).toBe(403);
    expect((await member.call('listProviders')).items).toEqual([]);
  });

  it('cannot be opened with another key file, and says so', async () => {
    await add('moved');
    await client.call('createLanguageModel', { body: { name: 'moved', provider: 'moved', model: 'small' } });
    await server.database.store.query("UPDATE provider SET sealed_key = '\\x0102' WHERE name = 'moved'");
    const refused = await problemOf(
      client.call('testProvider', { params: { provider: 'moved' }, body: { model: 'small' } }),
    );
    expect([refused.code, refused.message]).toEqual([
      'provider-key-unreadable',
      expect.stringContaining('providers.key'),
    ]);
    const inUse = await problemOf(client.call('deleteProvider', { params: { provider: 'moved' } }));
    expect([inUse.code, inUse.message]).toEqual(['provider-in-use', expect.stringContaining('moved')]);
    await client.call('deleteLanguageModel', { params: { name: 'moved' } });
    await client.call('deleteProvider', { params: { provider: 'moved' } });
  });
});

describe('a test of the connection', () => {
  const test = (provider: string, model?: string) =>
    client.call('testProvider', { params: { provider }, body: model === undefined ? {} : { model } });

  it('says what works', async () => {
    await add('good');
    const told = await test('good', 'small');
    expect(told).toMatchObject({ ok: true, models: ['small', 'large'] });
    expect(told.checks.map(({ what, says }) => [what, says])).toEqual([
      ['address', `${standIn.url} answers.`],
      ['key', 'The key is accepted.'],
      ['models', 'It offers 2, such as small, large.'],
      ['answer', expect.stringMatching(/^small answered in \d+\.\d s\.$/)],
    ]);
    expect((await client.call('getProvider', { params: { provider: 'good' } })).tested).toMatchObject({ ok: true });
    expect((await client.call('listLanguageCalls')).items[0]).toMatchObject({ model: 'small', status: 'ok' });
  });

  it('says what does not, without the key', async () => {
    await add('wrong-key', 'sk-wrong-key-000');
    const key = await test('wrong-key', 'small');
    expect(key.checks.map(({ what, ok }) => [what, ok])).toEqual([
      ['address', true],
      ['key', false],
    ]);
    const none = await client.call('createProvider', {
      body: { name: 'no-key', kind: 'openai-compatible', base_url: standIn.url },
    });
    expect((await test(none.name)).checks[1]?.says).toBe('It asks for a key (401), and none is set.');
    const body = {
      name: 'nobody',
      kind: 'openai-compatible' as const,
      base_url: `http://127.0.0.1:${await freePort()}/v1`,
    };
    await client.call('createProvider', { body });
    expect((await test('nobody')).checks).toEqual([
      { what: 'address', ok: false, says: expect.stringContaining('cannot be reached (ECONNREFUSED)') },
    ]);
    const lost = { name: 'lost', kind: 'openai-compatible' as const, base_url: `${standIn.url}/x`, key: standIn.key };
    await client.call('createProvider', { body: lost });
    expect((await test('lost')).checks[0]?.says).toContain('usually ends in /v1');
    expect(JSON.stringify([key, await test('lost')])).not.toContain('sk-');
  });

  it('tells what the provider says of a model, its key masked', async () => {
    standIn.script(['401']);
    const told = await test('good', 'small');
    expect(told.checks.at(-1)).toEqual({
      what: 'answer',
      ok: false,
      says: 'small did not answer: 401 Incorrect API key provided: •••.',
    });
  });
});

describe('a language model', () => {
  it('is named, changed, chosen for a role, and forgotten', async () => {
    const body = { name: 'cheap', provider: 'good', model: 'small' };
    const made = await client.call('createLanguageModel', { body });
    expect(made).toMatchObject({ temperature: 0, max_tokens: 1024, top_p: 1, top_k: 40, default_for: [] });
    expect((await problemOf(client.call('createLanguageModel', { body }))).code).toBe('language-model-exists');
    await client.call('createLanguageModel', { body: { ...body, name: 'dear', model: 'large', temperature: 0.7 } });
    const primary = { params: { role: 'primary' as const } };
    await client.call('setDefaultLanguageModel', { ...primary, body: { name: 'cheap' } });
    await client.call('setDefaultLanguageModel', { ...primary, body: { name: 'dear' } });
    const listed = (await client.call('listLanguageModels')).items;
    expect(listed.map(({ name, default_for }) => [name, default_for])).toEqual([
      ['cheap', []],
      ['dear', ['primary']],
    ]);
    const changed = await client.call('patchLanguageModel', {
      params: { name: 'dear' },
      body: { name: 'dearer', top_k: null, temperature: null },
    });
    expect(changed).toMatchObject({ name: 'dearer', top_k: null, temperature: null, max_tokens: 1024 });
    const other = createClient({ url: server.url, key: await server.keyFor('member') });
    expect((await other.call('listLanguageModels')).items.flatMap(({ default_for }) => default_for)).toEqual([]);
    await client.call('removeDefaultLanguageModel', primary);
    await client.call('deleteLanguageModel', { params: { name: 'dearer' } });
    const gone = await problemOf(client.call('getLanguageModel', { params: { name: 'dearer' } }));
    expect(gone.code).toBe('language-model-not-found');
  });

  it('that is not active is neither offered nor asked, and can be switched on again', async () => {
    const named = { params: { name: 'resting' } };
    await client.call('createLanguageModel', { body: { name: 'resting', provider: 'good', model: 'small' } });
    const ask = async (name: string): Promise<[number, string]> => {
      const answer = await fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.localKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'resting?' }] }),
      });
      const told: { error?: { code: string } } = JSON.parse(await answer.text());
      return [answer.status, told.error?.code ?? ''];
    };
    const role = { params: { role: 'grader' as const }, body: { name: 'resting' } };
    await client.call('setDefaultLanguageModel', role);
    expect(await ask('role:grader')).toEqual([200, '']);
    expect(await client.call('patchLanguageModel', { ...named, body: { active: false } })).toMatchObject({
      active: false,
    });
    expect(await ask('resting')).toEqual([409, 'language_model_inactive']);
    expect(await ask('role:grader')).toEqual([409, 'language_model_inactive']);
    expect((await client.call('listChatModels')).data.map(({ id }) => id)).not.toContain('resting');
    expect((await problemOf(client.call('setDefaultLanguageModel', role))).code).toBe('language-model-inactive');
    await client.call('patchLanguageModel', { ...named, body: { active: true } });
    expect(await ask('resting')).toEqual([200, '']);
    await client.call('deleteLanguageModel', named);
  });

  it('is changed and removed by its owner and by administrators alone', async () => {
    const member = createClient({ url: server.url, key: await server.keyFor('member') });
    const ofAdmin = { name: 'of-admin', provider: 'good', model: 'small' };
    await client.call('createLanguageModel', { body: ofAdmin });
    await member.call('createLanguageModel', { body: { ...ofAdmin, name: 'of-member' } });
    const refused = { status: 403, code: 'forbidden' };
    const theirs = { params: { name: 'of-admin' } };
    const body = { model: 'dear' };
    expect(await problemOf(member.call('patchLanguageModel', { ...theirs, body }))).toMatchObject(refused);
    expect(await problemOf(member.call('deleteLanguageModel', theirs))).toMatchObject(refused);
    expect(await client.call('getLanguageModel', theirs)).toMatchObject({ model: 'small' });
    const own = { params: { name: 'of-member' } };
    expect(await member.call('patchLanguageModel', { ...own, body })).toMatchObject(body);
    await client.call('patchLanguageModel', { ...own, body: { model: 'small' } });
    await member.call('deleteLanguageModel', own);
    await client.call('deleteLanguageModel', theirs);
    const gone = await problemOf(client.call('deleteLanguageModel', theirs));
    expect(gone.code).toBe('language-model-not-found');
  });
});
