import { createApiKey } from '@trainyard/store';
import { aFrozenRun, eventually } from '@trainyard/testkit';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, newSecret } from '../auth/secret.ts';
import { type TestGateway, testGateway } from '../chat/chat.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ provider: { retries: 3, timeout_s: 1.5 } });
});
afterAll(() => gateway.end());

let asked = 0;
/** A question that nobody has asked before. */
function fresh(): string {
  asked += 1;
  return `question ${asked}`;
}
type Options = { headers?: Record<string, string> };

function ask(content: string, options: Options & Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) {
  const { headers = {}, ...more } = options;
  const body = { model: 'small', messages: [{ role: 'user' as const, content }], ...more };
  return gateway.openai.chat.completions.create(body, { headers });
}
async function refusalOf(call: Promise<unknown>): Promise<{ status: number; code: string; message: string }> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OpenAI.APIError) {
    return { status: Number(error.status), code: String(error.code), message: error.message };
  }
  throw new Error('it was not refused', { cause: error });
}
async function ledgerOf(key: 'key' | 'request_id', value: string) {
  const { items } = await gateway.server.client.call('listLanguageCalls', { query: { limit: 500 } });
  return items.filter((call) => call[key] === value).reverse();
}
async function newest() {
  const [call] = (await gateway.server.client.call('listLanguageCalls', { query: { limit: 1 } })).items;
  if (call === undefined) throw new Error('the ledger is empty');
  return call;
}

describe('OpenAI’s own client', () => {
  it('is answered, and the ledger has the call with its cost', async () => {
    const content = fresh();
    const answer = await ask(content, { headers: { 'x-trainyard-role': 'primary' } });
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'small',
      choices: [{ index: 0, message: { role: 'assistant', content: `echo: ${content}` }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
    const call = await newest();
    expect(call).toMatchObject({
      role: 'primary',
      language_model: 'small',
      provider: 'stand-in',
      model: 'tiny-1',
      revision: 'tiny-1-stand-in',
      status: 'ok',
      attempt: 1,
      sample: 0,
      parameters: { temperature: 0, max_tokens: 1024, top_p: 1, top_k: 40 },
      usage: { input_tokens: 3, output_tokens: 4 },
      usage_raw: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
      cost_usd: (3 * 1 + 4 * 4) / 1e6,
      kept: false,
      error: null,
    });
    expect(call.price_version).toBeGreaterThan(0);
    expect(call.reserved_usd).toBeGreaterThan(call.cost_usd ?? 0);
    expect(gateway.standIn.bodies.at(-1)).toMatchObject({
      model: 'tiny-1',
      max_tokens: 1024,
      top_k: 40,
      temperature: 0,
    });
  });

  it('streams, with usage where it is asked for', async () => {
    const content = `${fresh()} with a few words`;
    const stream = await gateway.openai.chat.completions.create({
      model: 'small',
      messages: [{ role: 'user', content }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const deltas: string[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    const reasons: unknown[] = [];
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
      for (const { delta, finish_reason } of chunk.choices) {
        if (delta.content) deltas.push(delta.content);
        if (finish_reason !== null) reasons.push(finish_reason);
      }
    }
    expect(deltas.join('')).toBe(`echo: ${content}`);
    expect(deltas.length).toBeGreaterThan(3);
    expect(reasons).toEqual(['stop']);
    expect(usage).toMatchObject({ completion_tokens: expect.any(Number), prompt_tokens: expect.any(Number) });
    expect(await newest()).toMatchObject({ status: 'ok', usage: { output_tokens: usage?.completion_tokens } });
    const again = await ask(content);
    expect([again.choices[0]?.message.content, (await newest()).status]).toEqual([`echo: ${content}`, 'cached']);
  });

  it('gets several choices, each a sample of its own', async () => {
    const before = gateway.standIn.arrived;
    const answer = await ask(fresh(), { n: 3 });
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(gateway.standIn.arrived - before).toBe(3);
  });

  it('lists the models, and asks for the default of a role', async () => {
    const ids = (await gateway.openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(['small']);
    const role = { params: { role: 'grader' as const } };
    expect(await refusalOf(ask(fresh(), { model: 'role:grader' }))).toMatchObject({
      status: 404,
      code: 'language_default_missing',
    });
    await gateway.server.client.call('setDefaultLanguageModel', { ...role, body: { name: 'small' } });
    expect((await ask(fresh(), { model: 'role:grader' })).choices).toHaveLength(1);
  });

  it('reads errors in words', async () => {
    expect(await refusalOf(ask(fresh(), { model: 'smal' }))).toMatchObject({
      status: 404,
      code: 'language_model_not_found',
      message: expect.stringContaining('Did you mean small?'),
    });
    const tools = [{ type: 'function' as const, function: { name: 'f' } }];
    expect(await refusalOf(ask(fresh(), { tools }))).toMatchObject({
      status: 400,
      message: expect.stringContaining('tools'),
    });
    expect((await refusalOf(ask(fresh(), { headers: { 'x-trainyard-role': 'boss' } }))).status).toBe(400);
    const stranger = gateway.clientFor('ty_key_wrong');
    expect((await refusalOf(stranger.models.list())).status).toBe(401);
  });
});

describe('what was answered', () => {
  it('comes from the ledger, free, until another sample is wanted or the cache is not', async () => {
    const content = fresh();
    const first = await ask(content);
    const paid = gateway.standIn.arrived;
    const second = await ask(content);
    expect(second.choices).toEqual(first.choices);
    expect(second).toMatchObject({ trainyard: { cached: true, cost_usd: 0 } });
    expect(gateway.standIn.arrived).toBe(paid);
    expect(await newest()).toMatchObject({ status: 'cached', cost_usd: 0, attempt: 0, revision: 'tiny-1-stand-in' });
    await ask(content, { headers: { 'x-trainyard-sample': '1' } });
    await ask(content, { headers: { 'x-trainyard-cache': 'off' } });
    await ask(content, { temperature: 0.5 });
    expect(gateway.standIn.arrived).toBe(paid + 3);
  });

  it('is never paid twice by one run, even without the cache', async () => {
    const run = await gateway.server.client.call('createRun', { body: { executor: 'external' } });
    const headers = { 'x-trainyard-cache': 'off', 'x-trainyard-run': String(run.number) };
    const content = fresh();
    await ask(content, { headers });
    const paid = gateway.standIn.arrived;
    await Promise.all([ask(content, { headers }), ask(content, { headers })]);
    expect(gateway.standIn.arrived).toBe(paid);
    const { items } = await gateway.server.client.call('listLanguageCalls', { query: { run: String(run.number) } });
    expect(items.map(({ status }) => status).sort()).toEqual(['cached', 'cached', 'ok']);
    const sums = await gateway.server.client.call('sumLanguageUsage', {
      query: { run: String(run.number), by: 'run' },
    });
    expect(sums.items).toMatchObject([{ group: String(run.number), calls: 1, cached: 2, unpriced: 0 }]);
  });

  it('is asked once by all who ask at the same time, streaming or not', async () => {
    const content = fresh();
    const before = gateway.standIn.arrived;
    gateway.standIn.script(['late']);
    const streamed = async () => {
      const body = { model: 'small', messages: [{ role: 'user' as const, content }] };
      const stream = await gateway.openai.chat.completions.create({ ...body, stream: true });
      let text = '';
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
      return text;
    };
    const texts = await Promise.all([
      ...Array.from({ length: 6 }, streamed),
      ...Array.from({ length: 6 }, async () => (await ask(content)).choices[0]?.message.content),
    ]);
    expect(new Set(texts)).toEqual(new Set([`echo: ${content}`]));
    expect(gateway.standIn.arrived - before).toBe(1);
    const calls = await ledgerOf('key', (await newest()).key);
    expect(calls.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 11 }, () => 'cached'), 'ok']);
  });

  it('is kept also when whoever asked is gone', async () => {
    const content = fresh();
    gateway.standIn.script(['late']);
    const gone = new AbortController();
    const body = { model: 'small', messages: [{ role: 'user' as const, content }] };
    const lost = gateway.openai.chat.completions.create(body, { signal: gone.signal }).then(
      () => 'answered',
      () => 'aborted',
    );
    const before = gateway.standIn.metered.length;
    await eventually('the call to arrive', async () => (await newest()).status === 'asked');
    gone.abort();
    expect(await lost).toBe('aborted');
    await eventually('the answer', () => gateway.standIn.metered.length > before);
    await eventually('its row', async () => (await newest()).status === 'ok');
    expect(await ask(content)).toMatchObject({ trainyard: { cached: true } });
  });
});

describe('what goes wrong for now', () => {
  const statusesOf = async () => {
    const calls = await ledgerOf('request_id', (await newest()).request_id);
    return calls.map(({ attempt, status, error, kept }) => [attempt, status, error?.kind ?? null, kept]);
  };

  it.each([
    ['429', 'failed', 'limited', false],
    ['500', 'failed', 'unavailable', false],
    ['truncated', 'failed', 'nonsense', true],
    ['malformed', 'failed', 'nonsense', true],
    ['timeout', 'unknown', 'timeout', true],
    ['cut', 'unknown', 'cut', true],
  ] as const)('%s is tried again, and every attempt is in the ledger', async (fault, status, kind, kept) => {
    gateway.standIn.script([fault]);
    const content = fresh();
    expect((await ask(content)).choices[0]?.message.content).toBe(`echo: ${content}`);
    expect(await statusesOf()).toEqual([
      [1, status, kind, kept],
      [2, 'ok', null, false],
    ]);
  });

  it('ends after so many attempts, in words', async () => {
    gateway.standIn.script(['500', '500', '500', '500']);
    expect(await refusalOf(ask(fresh()))).toEqual({
      status: 502,
      code: 'provider_failed',
      message: expect.stringContaining('stand-in did not answer for tiny-1: 500 Something broke'),
    });
    expect((await statusesOf()).map(([attempt]) => attempt)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['400', 400, 'provider_refused'],
    ['401', 424, 'provider_key_refused'],
  ] as const)('%s is not tried again, and holds no key', async (fault, status, code) => {
    gateway.standIn.script([fault]);
    const refused = await refusalOf(ask(fresh()));
    expect(refused).toMatchObject({ status, code });
    expect(refused.message).not.toContain(gateway.standIn.key);
    expect(await statusesOf()).toHaveLength(1);
  });

  it('a stream that breaks in the middle says so in it, and is no answer', async () => {
    const content = `${fresh()} which is long enough`;
    gateway.standIn.script(['truncated']);
    const body = { model: 'small', messages: [{ role: 'user' as const, content }] };
    const stream = await gateway.openai.chat.completions.create({ ...body, stream: true });
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toThrow(/did not answer/);
    expect(await statusesOf()).toEqual([[1, 'failed', 'nonsense', true]]);
    expect(await ask(content)).toMatchObject({ trainyard: { cached: false } });
  });

  it('goes on after a key was revoked and another was given', async () => {
    gateway.standIn.changeKey('sk-the-new-key-00');
    expect((await refusalOf(ask(fresh()))).code).toBe('provider_key_refused');
    const patch = { params: { provider: 'stand-in' }, body: { key: 'sk-the-new-key-00' } };
    await gateway.server.client.call('patchProvider', patch);
    expect((await ask(fresh())).choices).toHaveLength(1);
  });
});

/** A run with a key of its own, whose record has the model `small` for the role primary. */
async function runWithKey(frozen: { name?: string; model?: string } = {}) {
  const { server } = gateway;
  const run = await server.client.call('createRun', { body: { executor: 'external' } });
  const parameters = { temperature: 0, max_tokens: 10, top_p: 1, top_k: null };
  const primary = { name: 'small', provider: 'stand-in', model: 'tiny-1', ...parameters, ...frozen };
  const record = JSON.stringify(aFrozenRun({ language_models: { primary } }));
  await server.database.store.query('UPDATE run_record SET frozen = $2 WHERE run_id = $1', [run.id, record]);
  const me = await server.client.call('me');
  const key = newSecret('key');
  await createApiKey(server.database.store, { userId: me.id, name: 'run', keyHash: hashSecret(key), runId: run.id });
  return { run, key };
}

describe('runs', () => {
  it('a run’s own key asks the language models of its record, as they were', async () => {
    const { client } = gateway.server;
    const { key } = await runWithKey({ name: 'kept' });
    const named = { name: 'kept', provider: 'stand-in', model: 'tiny-1' };
    await client.call('createLanguageModel', { body: named });
    const answerOf = (model: string, more: object = {}) =>
      gateway
        .clientFor(key)
        .chat.completions.create({ model, messages: [{ role: 'user', content: fresh() }], ...more });
    await answerOf('kept');
    await answerOf('role:primary');
    const before = gateway.standIn.arrived;
    for (const [model, more] of [
      ['small', {}],
      ['role:grader', {}],
      ['small', { stream: true }],
    ] as const) {
      const refused = await refusalOf(answerOf(model, more));
      expect(refused.status).toBe(400);
      expect(refused.message).toContain(`was not submitted with "${model}"; its language models: kept`);
    }
    await client.call('patchLanguageModel', { params: { name: 'kept' }, body: { model: 'dear-1' } });
    expect((await refusalOf(answerOf('kept'))).message).toContain(
      '"kept" is now dear-1 of stand-in, and this run was submitted with tiny-1 of stand-in',
    );
    expect(gateway.standIn.arrived).toBe(before);
    await client.call('patchLanguageModel', { params: { name: 'kept' }, body: { model: 'tiny-1' } });
    await answerOf('kept');
  });

  it('a run’s own key speaks for it, and for nothing else', async () => {
    const { run, key } = await runWithKey();
    const body = { model: 'small', messages: [{ role: 'user' as const, content: fresh() }] };
    await gateway.clientFor(key).chat.completions.create(body, { headers: { 'x-trainyard-run': '99999' } });
    expect((await newest()).run).toMatchObject({ number: run.number });
  });

  it('is paused with the reason while its provider’s key is refused, and goes on once that is repaired', async () => {
    const { client, database } = gateway.server;
    const { run, key } = await runWithKey();
    const right = gateway.standIn.key;
    gateway.standIn.changeKey('sk-another-key-00');
    const body = { model: 'small', messages: [{ role: 'user' as const, content: fresh() }] };
    expect((await refusalOf(gateway.clientFor(key).chat.completions.create(body))).code).toBe('provider_key_refused');
    const get = () => client.call('getRun', { params: { id: run.id } });
    const reason = { code: 'paused', message: expect.stringContaining('stand-in refuses'), hint: expect.any(String) };
    expect(await get()).toMatchObject({ status: 'pausing', reason });
    // Somebody else's own call with the same key pauses nothing.
    expect((await refusalOf(ask(fresh()))).code).toBe('provider_key_refused');
    gateway.standIn.changeKey(right);
    await client.call('patchProvider', { params: { provider: 'stand-in' }, body: { key: right } });
    // As its trainer leaves it, a moment after the repair.
    await database.store.query("UPDATE run SET status = 'paused' WHERE id = $1", [run.id]);
    await eventually('it to go on', async () => (await get()).status === 'queued');
    expect((await get()).reason).toBeNull();
  });

  it('another’s run is not spoken for', async () => {
    const run = await gateway.server.client.call('createRun', { body: { executor: 'external' } });
    const member = gateway.clientFor(await gateway.server.keyFor('member'));
    const body = { model: 'small', messages: [{ role: 'user' as const, content: fresh() }] };
    const headers = { 'x-trainyard-run': String(run.number) };
    expect((await refusalOf(member.chat.completions.create(body, { headers }))).status).toBe(403);
    expect(
      (await refusalOf(member.chat.completions.create(body, { headers: { 'x-trainyard-run': '4711' } }))).status,
    ).toBe(404);
  });
});

it('no key is in any table, answer or error of all this', async () => {
  const { store } = gateway.server.database;
  const { rows } = await store.query<{ text: string }>(
    `SELECT string_agg(c::text, '') || (SELECT string_agg(a::text, '') FROM language_answer a)
       || (SELECT string_agg((to_jsonb(p) - 'sealed_key')::text, '') FROM provider p) AS text FROM language_call c`,
  );
  expect(rows[0]?.text).toContain('stand-in');
  expect(rows[0]?.text).not.toMatch(/sk-/);
});
