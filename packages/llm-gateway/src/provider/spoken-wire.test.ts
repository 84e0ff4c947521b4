import type { LanguageAnswer } from '@trainyard/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamOnce, writeQuestion } from '../call/attempt.ts';
import { type Failure, failureOf } from '../call/failure.ts';
import { plainParameters } from '../call/plain-parameters.ts';
import type { Account } from './account.ts';
import { type Said, SpokenWire } from './spoken-wire.fixture.ts';
import { mostAnswerBytes } from './upstream-request.ts';

let wire: SpokenWire;
beforeAll(async () => {
  wire = await SpokenWire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

const question = {
  model: 'the-model',
  messages: [
    { role: 'system' as const, text: 'Be brief.' },
    { role: 'user' as const, text: 'Hello?' },
  ],
  parameters: { ...plainParameters, temperature: 0.5, top_p: 0.9, top_k: 7, max_tokens: 50 },
};

async function whole(account: Account, said: Said, model = question.model): Promise<LanguageAnswer> {
  wire.next = said;
  const ask = await writeQuestion(account, { ...question, model });
  return ask(AbortSignal.timeout(5000));
}

async function streamed(account: Account, said: Said): Promise<{ answer: LanguageAnswer; deltas: string[] }> {
  wire.next = said;
  const deltas: string[] = [];
  const answer = await streamOnce(account, question, AbortSignal.timeout(5000), (delta) => void deltas.push(delta));
  return { answer, deltas };
}

async function failure(account: Account, call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => {
      throw new Error('it was answered');
    },
    (reason: unknown) => reason,
  );
  return failureOf(error, { key: account.key, timedOut: false, now: Date.now() });
}

describe('Anthropic', () => {
  const account = () => wire.account('anthropic', '/v1');
  const usage = { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 4, output_tokens: 6 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'the-model-20260101', stop_sequence: null };
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const start = [
    { name: 'message_start', data: { type: 'message_start', message: begun } },
    {
      name: 'content_block_start',
      data: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    },
    { name: 'ping', data: { type: 'ping' } },
    ...['Hi', ' there.'].map((text) => ({
      name: 'content_block_delta',
      data: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    })),
  ];

  it('answers whole: text, usage with what it had cached, why it ended', async () => {
    const content = [{ type: 'text', text: 'Hi there.' }];
    const answer = await whole(account(), { json: { ...message, content, stop_reason: 'max_tokens', usage } });
    expect(answer).toMatchObject({
      text: 'Hi there.',
      finish_reason: 'length',
      finish_raw: 'max_tokens',
      revision: 'the-model-20260101',
      usage: { input_tokens: 16, cached_input_tokens: 4, output_tokens: 6 },
      usage_raw: usage,
    });
    const { url, headers, body } = wire.last();
    expect([url, headers['x-api-key'], headers['anthropic-version']]).toEqual([
      '/v1/messages',
      'key-0123456789',
      '2023-06-01',
    ]);
    expect(body).toMatchObject({
      model: 'the-model',
      max_tokens: 50,
      temperature: 0.5,
      top_k: 7,
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello?' }] }],
    });
  });

  it('streams, and says in the stream that it cannot go on', async () => {
    const end = [
      { name: 'content_block_stop', data: { type: 'content_block_stop', index: 0 } },
      {
        name: 'message_delta',
        data: { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 6 } },
      },
      { name: 'message_stop', data: { type: 'message_stop' } },
    ];
    const { answer, deltas } = await streamed(account(), { events: [...start, ...end] });
    expect(deltas).toEqual(['Hi', ' there.']);
    expect(answer).toMatchObject({ text: 'Hi there.', finish_reason: 'stop', usage: { output_tokens: 6 } });
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const broken = [...start, { name: 'error', data: { type: 'error', error } }];
    expect(await failure(account(), streamed(account(), { events: broken }))).toMatchObject({
      kind: 'unavailable',
      says: '529 Overloaded',
      passing: true,
      perhapsPaid: true,
    });
    expect(await failure(account(), streamed(account(), { events: start }))).toMatchObject({ kind: 'nonsense' });
  });

  it.each([
    [401, 'authentication_error', 'invalid x-api-key', 'key', false],
    [400, 'invalid_request_error', 'max_tokens: too many', 'refused', false],
    [429, 'rate_limit_error', 'This request would exceed the limit', 'limited', true],
    [529, 'overloaded_error', 'Overloaded', 'unavailable', true],
  ])('%i %s is told in its words', async (status, type, words, kind, passing) => {
    const json = { type: 'error', error: { type, message: words } };
    const said = { status, json, headers: { 'retry-after': '2' } };
    expect(await failure(account(), whole(account(), said))).toMatchObject({
      kind,
      status,
      says: `${status} ${words}`,
      passing,
      perhapsPaid: false,
      retryAfterMs: 2000,
    });
  });
});

describe('Google', () => {
  const account = () => wire.account('google', '/v1beta');
  const usageMetadata = {
    promptTokenCount: 12,
    cachedContentTokenCount: 4,
    candidatesTokenCount: 6,
    thoughtsTokenCount: 3,
    totalTokenCount: 21,
  };
  const part = (text: string, finishReason?: string) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...(finishReason && { finishReason }) }],
    modelVersion: 'the-model-001',
    responseId: 'r',
  });

  it('answers whole: text, usage with thoughts, why it ended', async () => {
    const answer = await whole(account(), { json: { ...part('Hi there.', 'STOP'), usageMetadata } });
    expect(answer).toMatchObject({
      text: 'Hi there.',
      finish_reason: 'stop',
      finish_raw: 'STOP',
      usage: { input_tokens: 12, cached_input_tokens: 4, output_tokens: 9, reasoning_tokens: 3 },
    });
    const { url, headers, body } = wire.last();
    expect([url, headers['x-goog-api-key']]).toEqual(['/v1beta/models/the-model:generateContent', 'key-0123456789']);
    expect(body).toMatchObject({
      generationConfig: { maxOutputTokens: 50, temperature: 0.5, topP: 0.9, topK: 7 },
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ role: 'user', parts: [{ text: 'Hello?' }] }],
    });
    const cut = await whole(account(), { json: { ...part('Hi', 'MAX_TOKENS'), usageMetadata } });
    expect(cut.finish_reason).toBe('length');
    const unsafe = await whole(account(), { json: { ...part('', 'SAFETY'), usageMetadata } });
    expect(unsafe.finish_reason).toBe('content_filter');
  });

  it('streams, and says in the stream that it cannot go on', async () => {
    const events = [{ data: part('Hi') }, { data: { ...part(' there.', 'STOP'), usageMetadata } }];
    const { answer, deltas } = await streamed(account(), { events });
    expect(wire.last().url).toBe('/v1beta/models/the-model:streamGenerateContent?alt=sse');
    expect([deltas, answer.usage.output_tokens, answer.finish_reason]).toEqual([['Hi', ' there.'], 9, 'stop']);
    const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
    const broken = [{ data: part('Hi') }, { data: { error } }];
    expect(await failure(account(), streamed(account(), { events: broken }))).toMatchObject({
      kind: 'unavailable',
      says: '503 The model is overloaded.',
      passing: true,
    });
  });

  it.each([
    [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'key', false],
    [400, 'INVALID_ARGUMENT', 'Invalid value at generation_config', 'refused', false],
    [403, 'PERMISSION_DENIED', 'Permission denied', 'key', false],
    [429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', 'limited', true],
    [503, 'UNAVAILABLE', 'The model is overloaded.', 'unavailable', true],
  ])('%i %s: %s', async (code, status, words, kind, passing) => {
    const said = { status: code, json: { error: { code, message: words, status } } };
    expect(await failure(account(), whole(account(), said))).toMatchObject({ kind, passing, says: `${code} ${words}` });
  });

  it('a model stays a name in the address, whatever it is called', async () => {
    const said = { json: { ...part('Hi', 'STOP'), usageMetadata } };
    await whole(account(), said, 'tunedModels/a b?key=x#y');
    expect(wire.last().url).toBe('/v1beta/tunedModels/a%20b%3Fkey%3Dx%23y:generateContent');
    const before = wire.heard.length;
    const refused = await failure(account(), whole(account(), said, '../../elsewhere'));
    expect(refused).toMatchObject({ kind: 'refused', perhapsPaid: false, passing: false });
    expect(wire.heard.length).toBe(before);
  });
});

describe('OpenAI', () => {
  const account = () => wire.account('openai-compatible', '/v1');
  const usage = { prompt_tokens: 12, completion_tokens: 6, prompt_tokens_details: { cached_tokens: 4 } };

  it('answers whole: text, usage with what it had cached, why it ended', async () => {
    const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi there.' }, finish_reason: 'length' }];
    const answer = await whole(account(), { json: { model: 'the-model-2026', choices, usage } });
    expect(answer).toMatchObject({
      text: 'Hi there.',
      finish_reason: 'length',
      revision: 'the-model-2026',
      usage: { input_tokens: 12, cached_input_tokens: 4, output_tokens: 6 },
      usage_raw: usage,
    });
    const { url, headers, body } = wire.last();
    expect([url, headers.authorization]).toEqual(['/v1/chat/completions', 'Bearer key-0123456789']);
    expect(body).toEqual({
      model: 'the-model',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello?' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      top_k: 7,
      max_tokens: 50,
    });
  });

  it.each([
    [{ error: { message: 'Rate limit reached', type: 'tokens' } }, 429, '429 Rate limit reached', 'limited', true],
    [{ error: 'no such model' }, 404, '404 no such model', 'refused', false],
    [undefined, 502, '502 Bad Gateway', 'unavailable', true],
  ])('%j with %i is told in its words', async (json, status, says, kind, passing) => {
    const said = { status, json, headers: { 'retry-after': '2' } };
    const told = { kind, status, says, passing, perhapsPaid: false, retryAfterMs: 2000 };
    expect(await failure(account(), whole(account(), said))).toEqual(told);
  });
});

describe('any provider', () => {
  const account = () => wire.account('openai-compatible', '/v1');

  it('that answers without end is not listened to, whole or streamed', async () => {
    const raw = { part: 'x'.repeat(1024 * 1024), times: (2 * mostAnswerBytes) / 1024 / 1024 };
    const expected = { kind: 'nonsense', says: expect.stringContaining('larger than 64 MiB'), passing: false };
    expect(await failure(account(), whole(account(), { raw }))).toMatchObject(expected);
    expect(await failure(account(), streamed(account(), { events: [], raw }))).toMatchObject(expected);
  });

  it('that redirects is not followed', async () => {
    const before = wire.heard.length;
    const said = { status: 307, headers: { location: '/v1/elsewhere' } };
    expect(await failure(account(), whole(account(), said))).toMatchObject({
      kind: 'refused',
      says: 'it redirects elsewhere, where the key is not carried',
    });
    expect(wire.heard.length).toBe(before + 1);
  });

  it.each([
    [{ error: { message: 'no capacity', code: 'server_error' } }, '500 no capacity', 'unavailable'],
    [{ error: { message: 'slow down', code: 429 } }, '429 slow down', 'limited'],
    [{ error: 'something broke' }, 'it broke off: something broke', 'unavailable'],
  ])('that says an error where it should answer is heard: %j', async (data, says, kind) => {
    expect(await failure(account(), whole(account(), { json: data }))).toMatchObject({ says, kind });
    const stream = streamed(account(), { events: [{ data }] });
    expect(await failure(account(), stream)).toMatchObject({ kind: kind === 'limited' ? kind : 'unavailable' });
  });

  it('that cannot be reached was sent nothing', async () => {
    const gone = { ...account(), baseUrl: 'http://127.0.0.1:9/v1' };
    expect(await failure(gone, whole(gone, {}))).toMatchObject({ kind: 'unreachable', perhapsPaid: false });
  });
});
