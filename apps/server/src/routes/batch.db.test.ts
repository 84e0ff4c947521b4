import { ApiError, type Client, createClient } from '@trainyard/api-client';
import type { Batch, BatchResult } from '@trainyard/contracts';
import { eventually } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway } from '../chat/chat.fixture.ts';
import { promptDataset, promptItems } from '../prompt-dataset.fixture.ts';

/** The stand-in echoes a question that no task is given for; under "exactly" it answers every item rightly. */
const grades = '{"reason": "fine", "grades": {"A": 8, "B": 8}}';
const hidden = {
  expected: (input: string) => (input.startsWith('Input:') ? grades : `right ${input}`),
  requirements: [/careful/, /exactly/],
};
const text = { system: 'Be careful, {{tone}}.' };

let gateway: TestGateway;
let client: Client;
beforeAll(async () => {
  gateway = await testGateway({ task: hidden, provider: { retries: 0 } });
  client = gateway.server.client;
  await client.call('createPrompt', { body: { name: 'judge', ...text } });
  await client.call('createPromptVersion', {
    params: { name: 'judge' },
    body: { system: 'Be careful, {{tone}}, exactly.', make_current: false },
  });
  const kept = { files: gateway.server.parts.files, store: gateway.server.database.store };
  await promptDataset(kept, { name: 'secrets', items: promptItems(40, () => ({ values: { tone: 'calm' } })) });
});
afterAll(() => gateway.end());

const question = (i: number) => ({
  id: `q${i}`,
  input: `item ${i}`,
  values: { tone: 'calm' },
  expected: `right item ${i}`,
});
const questions = (count: number, from = 0) => Array.from({ length: count }, (_, i) => question(from + i));

async function ended(batch: { number: number }): Promise<Batch> {
  const params = { id: String(batch.number) };
  return eventually('the end of the batch', async () => {
    const now = await client.call('getBatch', { params });
    return ['queued', 'running', 'waiting'].includes(now.status) ? null : now;
  });
}

async function resultsOf(batch: { number: number }, query = ''): Promise<BatchResult[]> {
  const response = await client.download(`/api/v1/batches/${batch.number}/results${query}`);
  const lines = (await response.text()).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function refusal(body: unknown): Promise<{ code: string; words: string }> {
  try {
    await client.call('createBatch', { body: body as { kind: 'inference' } });
    return { code: 'taken', words: '' };
  } catch (error) {
    return error instanceof ApiError ? { code: error.code, words: error.message } : { code: 'none', words: `${error}` };
  }
}

describe('a batch', () => {
  it('asks every item as often as it is to, tells each answer, and adds up what it cost', async () => {
    const body = {
      kind: 'inference' as const,
      prompt: 'judge',
      language_model: 'small',
      items: questions(12),
      samples: 2,
    };
    const made = await client.call('createBatch', { body });
    expect(made).toMatchObject({ prompt: { name: 'judge', version: 1 }, counts: { all: 24 }, summary: null });
    const batch = await ended(made);
    expect(batch).toMatchObject({ status: 'completed', counts: { open: 0, ok: 24, failed: 0, missing: 0 } });
    expect(batch.usage.cost_usd).toBeGreaterThan(0);
    const results = await resultsOf(batch);
    expect(results.map(({ cursor }) => cursor)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(new Set(results.map(({ id, sample }) => `${id} ${sample}`)).size).toBe(24);
    expect(results.find(({ id }) => id === 'q3')).toMatchObject({ input: 'item 3', status: 'ok', score: null });
    // A reader that was cut off goes on where it was.
    expect((await resultsOf(batch, '?cursor=20')).map(({ cursor }) => cursor)).toEqual([21, 22, 23, 24]);
    // The same once more is answered from the ledger.
    const again = await ended(await client.call('createBatch', { body }));
    expect(again).toMatchObject({ counts: { cached: 24 }, usage: { cost_usd: 0, unknown: 0, kept_usd: 0 } });
    // The ledger tells the calls of one batch alone; one of unknown outcome counts with what was reserved for it.
    const query = { batch: String(batch.number) };
    expect(await client.call('listLanguageCalls', { query })).toMatchObject({ total: 24 });
    await gateway.server.database.store.query(
      `UPDATE language_call SET status = 'unknown', kept = true, reserved_usd = 0.0014, cost_usd = NULL
       WHERE id IN (SELECT id FROM language_call WHERE run_id = $1 LIMIT 3)`,
      [batch.id],
    );
    const { usage } = await client.call('getBatch', { params: { id: batch.id } });
    expect(usage).toMatchObject({ unknown: 3, kept_usd: expect.closeTo(0.0042, 9) });
    await expect(client.call('listLanguageCalls', { query: { ...query, run: '1' } })).rejects.toMatchObject({
      code: 'query-invalid',
    });
  });

  it('scores a version, and a comparison of two on the same items is told in words', async () => {
    const common = { kind: 'evaluation' as const, language_model: 'small', items: questions(60) };
    const metrics = [{ metric: 'exact_match' as const }, { metric: 'token_f1' as const, weight: 0 }];
    const first = await ended(await client.call('createBatch', { body: { ...common, prompt: 'judge@1', metrics } }));
    const second = await ended(await client.call('createBatch', { body: { ...common, prompt: 'judge@2', metrics } }));
    expect(first.summary?.score.value).toBeCloseTo(first.counts.ok / 60, 12);
    expect(first.summary?.score.low).toBeLessThan(first.summary?.score.value ?? 0);
    expect(second.summary).toMatchObject({ items: 60, missing: 0, right: 1, score: { value: 1, low: 1, high: 1 } });
    expect(Object.keys(second.summary?.metrics ?? {}).sort()).toEqual(['exact_match', 'token_f1']);
    const params = { id: String(first.number) };
    const told = await client.call('compareBatches', { params, query: { with: String(second.number) } });
    expect(told).toMatchObject({
      items: 60,
      left_out: 0,
      better: 'b',
      mcnemar: { fixed: first.counts.failed, broke: 0 },
    });
    expect(told.says).toMatch(/^Judge@2 \(batch \d+\) is better than judge@1 .* on 60 items by \d+\.\d points/);
    expect(told.flips).toHaveLength(first.counts.failed);
    const other = await ended(await client.call('createBatch', { body: { ...common, prompt: 'judge@2' } }));
    const unfit = client.call('compareBatches', { params, query: { with: String(other.number) } });
    await expect(unfit).rejects.toMatchObject({ code: 'batches-unfit' });
  });

  it('scores answers from elsewhere without asking anybody; one that is missing is no zero', async () => {
    const { arrived } = gateway.standIn;
    const items = [
      { input: 'a', expected: 'x', answer: 'x' },
      { input: 'b', expected: ['y', 'z'], answer: 'Z.' },
      { input: 'c', expected: 'x', answer: 'no' },
      { input: 'd', expected: 'x', answer: null },
    ];
    const batch = await ended(await client.call('createBatch', { body: { kind: 'evaluation', items } }));
    expect(batch).toMatchObject({
      status: 'completed',
      prompt: null,
      counts: { ok: 2, failed: 1, missing: 1 },
      summary: { items: 3, missing: 1, score: { value: 2 / 3 } },
    });
    expect(batch.summary?.note).toContain('1 of 4 items have no score');
    expect(gateway.standIn.arrived).toBe(arrived);
  });

  it('has answers graded by a language model and measured by an expression, and what grading took is paid and told', async () => {
    const { arrived } = gateway.standIn;
    const graded = { metric: 'graded' as const, rubric: 'Be careful, and grade exactly.' };
    const body = {
      kind: 'evaluation' as const,
      grader: 'small',
      items: [{ input: 'a', expected: 'x', answer: 'two words' }],
      metrics: [
        graded,
        { metric: 'expression' as const, expression: 'double(size(words(answer))) / 4.0', name: 'words' },
      ],
    };
    const made = await client.call('createBatch', { body: { ...body, budget: { calls: 2 } } });
    const batch = await ended(made);
    expect(batch).toMatchObject({
      status: 'completed',
      grader: { name: 'small' },
      summary: { score: { value: 0.65 } },
    });
    expect(batch.usage.cost_usd).toBeGreaterThan(0);
    expect(gateway.standIn.arrived - arrived).toBe(2);
    const [result] = await resultsOf(batch);
    expect(result?.metrics).toEqual({ graded: 0.8, words: 0.5 });
    // Where the budget has no room for a grade, the answer is not scored without it.
    const items = [{ input: 'b', expected: 'x', answer: 'other words' }];
    const poor = await ended(await client.call('createBatch', { body: { ...body, items, budget: { calls: 1 } } }));
    expect(poor).toMatchObject({ status: 'budget-reached', counts: { open: 1 }, summary: null });
  });

  it('tells results while they come to whoever follows, as CSV too', async () => {
    const body = { kind: 'inference' as const, prompt: text, language_model: 'small', items: questions(9, 500) };
    const made = await client.call('createBatch', { body });
    // It ends by itself with the batch.
    expect(await resultsOf(made, '?follow=true')).toHaveLength(9);
    const csv = await client.download(`/api/v1/batches/${made.number}/results?format=csv`);
    const lines = (await csv.text()).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^id,sample,status,score,answer/);
    expect(lines).toHaveLength(10);
  });

  it('an item that the provider refuses is missing, and where nothing is answered it stops before more is spent', async () => {
    gateway.standIn.script(['400']);
    const few = { kind: 'evaluation' as const, prompt: 'judge@2', language_model: 'small', concurrency: 1 };
    const one = await ended(await client.call('createBatch', { body: { ...few, items: questions(5, 900) } }));
    expect(one).toMatchObject({ status: 'completed', counts: { ok: 4, missing: 1 }, summary: { score: { value: 1 } } });
    const missing = await resultsOf(one, '?status=missing');
    expect(missing).toMatchObject([{ id: 'q900', score: null, says: expect.stringContaining('cannot do that') }]);
    // Asked again, the missing one alone.
    const { arrived } = gateway.standIn;
    await client.call('resumeBatch', { params: { id: one.id }, body: {} });
    expect(await ended(one)).toMatchObject({ status: 'completed', counts: { ok: 5, missing: 0 } });
    expect(gateway.standIn.arrived - arrived).toBe(1);
    gateway.standIn.script(Array.from({ length: 40 }, () => '400' as const));
    const none = await ended(await client.call('createBatch', { body: { ...few, items: questions(40, 1000) } }));
    gateway.standIn.script([]);
    expect(none).toMatchObject({ status: 'failed', reason: expect.stringContaining('Not one of 10 calls') });
  });

  it('never takes more than its budget, says so, and goes on with a larger one', async () => {
    const budget = { calls: 7 };
    const body = {
      kind: 'inference' as const,
      prompt: 'judge',
      language_model: 'small',
      items: questions(20, 2000),
      budget,
    };
    const { arrived } = gateway.standIn;
    const made = await client.call('createBatch', { body });
    const batch = await ended(made);
    expect(batch).toMatchObject({ status: 'budget-reached', counts: { ok: 7, open: 13 } });
    expect(batch.reason).toMatch(/budget of this batch is used up/);
    expect(gateway.standIn.arrived - arrived).toBe(7);
    // Its owner is told, and the lists of budgets and calls take it for no run.
    const notices = await eventually('the notice', async () => {
      const { items } = await client.call('listNotices', { query: {} });
      return items.some(({ title }) => title === `The budget of batch ${batch.number} is used up`);
    });
    expect(notices).toBe(true);
    expect((await client.call('listLanguageBudgets')).items).toEqual([]);
    const [newest] = (await client.call('listLanguageCalls', { query: { limit: 1 } })).items;
    const own = { number: batch.number, prompt: 'judge' };
    expect(newest).toMatchObject({ run: null, batch: own });
    const { items: sums } = await client.call('sumLanguageUsage', { query: { by: 'run' } });
    expect(sums).toContainEqual(
      expect.objectContaining({ group: `batch ${batch.number}`, batch: own, calls: batch.counts.ok }),
    );
    await client.call('resumeBatch', { params: { id: batch.id }, body: { budget: { calls: 20 } } });
    expect(await ended(made)).toMatchObject({ status: 'completed', counts: { ok: 20, open: 0 } });
    expect(gateway.standIn.arrived - arrived).toBe(20);
  });

  it('counts what was taken before against a budget that comes later', async () => {
    const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'small', items: questions(4, 2500) };
    const made = await ended(await client.call('createBatch', { body }));
    await client.call('resumeBatch', { params: { id: made.id }, body: { budget: { calls: 4 } } });
    expect(await ended(made)).toMatchObject({ status: 'completed', budget: { calls: 4 } });
    const budgets = await gateway.server.database.store.query(
      'SELECT spent_calls, held_calls FROM language_budget WHERE run_id = $1',
      [made.id],
    );
    expect(budgets.rows).toEqual([{ spent_calls: 4, held_calls: 0 }]);
  });

  it('refuses a language model that is not active at once', async () => {
    const body = { kind: 'inference', prompt: 'judge', language_model: 'small', items: questions(1, 2600) };
    await client.call('patchLanguageModel', { params: { name: 'small' }, body: { active: false } });
    try {
      expect(await refusal(body)).toMatchObject({ code: 'language-model-inactive' });
    } finally {
      await client.call('patchLanguageModel', { params: { name: 'small' }, body: { active: true } });
    }
  });

  it('waits while the key is refused, goes on after it is repaired, and ends when it is cancelled', async () => {
    const { key } = gateway.standIn;
    gateway.standIn.changeKey('sk-another-0123456789');
    const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'small', items: questions(3, 3000) };
    const made = await client.call('createBatch', { body });
    const params = { id: made.id };
    await eventually('that it waits', async () => (await client.call('getBatch', { params })).status === 'waiting');
    expect((await client.call('getBatch', { params })).reason).toContain('key');
    gateway.standIn.changeKey(key);
    // What else it would wait for is the time of its next try.
    await gateway.server.database.store.query('UPDATE language_batch SET try_at = now() WHERE id = $1', [made.id]);
    expect(await ended(made)).toMatchObject({ status: 'completed', reason: null, counts: { ok: 3 } });
    gateway.standIn.changeKey('sk-another-0123456789');
    const other = await client.call('createBatch', { body: { ...body, items: questions(3, 4000) } });
    expect(await client.call('cancelBatch', { params: { id: other.id } })).toMatchObject({ status: 'cancelled' });
    gateway.standIn.changeKey(key);
  });

  it('waits for a provider that cannot be reached, with no answer taken for missing', async () => {
    const away = { name: 'away', kind: 'openai-compatible' as const, base_url: 'http://127.0.0.1:9/v1', key: 'sk-1' };
    await client.call('createProvider', { body: { ...away, retries: 0 } });
    await client.call('createLanguageModel', { body: { name: 'far', provider: 'away', model: 'tiny-1' } });
    const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'far', items: questions(12, 5000) };
    const params = { id: (await client.call('createBatch', { body })).id };
    await eventually('that it waits', async () => (await client.call('getBatch', { params })).status === 'waiting');
    const waiting = await client.call('getBatch', { params });
    expect(waiting).toMatchObject({ counts: { open: 12, missing: 0 } });
    expect(waiting.reason).toContain('cannot be reached');
    await client.call('cancelBatch', { params });
  });

  it('comes to an end where a fault that nobody foresaw stops it again and again', async () => {
    const { parts, database } = gateway.server;
    const chat = parts.gateway.chat;
    parts.gateway.chat = () => Promise.reject(new Error('nobody foresaw this'));
    try {
      const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'small', items: questions(3, 6000) };
      const params = { id: (await client.call('createBatch', { body })).id };
      const last = await eventually('its end', async () => {
        await database.store.query('UPDATE language_batch SET try_at = now() WHERE id = $1', [params.id]);
        const now = await client.call('getBatch', { params });
        return now.status === 'failed' ? now : null;
      });
      expect(last.reason).toContain('again and again');
      parts.gateway.chat = chat;
      await client.call('resumeBatch', { params, body: {} });
      expect(await ended(last)).toMatchObject({ status: 'completed', counts: { ok: 3 } });
    } finally {
      parts.gateway.chat = chat;
    }
  });

  it('is its owner’s to cancel, and gone when it is deleted', async () => {
    const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'small', items: questions(2, 5000) };
    const made = await ended(await client.call('createBatch', { body }));
    const other = createClient({ url: gateway.server.url, key: await gateway.server.keyFor('member') });
    const params = { id: made.id };
    await expect(other.call('deleteBatch', { params })).rejects.toMatchObject({ code: 'forbidden' });
    await client.call('deleteBatch', { params });
    await expect(client.call('getBatch', { params })).rejects.toMatchObject({ code: 'batch-not-found' });
    const { items } = await client.call('listBatches', { query: { prompt: 'judge', limit: 2 } });
    expect(items).toHaveLength(2);
  });

  it('takes the items of a data set without its sealed test part', async () => {
    const common = { kind: 'evaluation' as const, prompt: 'judge', language_model: 'small', dataset: 'secrets' };
    const open = await ended(await client.call('createBatch', { body: common }));
    expect(open).toMatchObject({ items: 30, dataset: { name: 'secrets', version: 1, part: 'open', run: null } });
    const train = await ended(await client.call('createBatch', { body: { ...common, part: 'train' } }));
    const held = await ended(await client.call('createBatch', { body: { ...common, part: 'validation' } }));
    expect(train.items + held.items).toBe(30);
    expect(await refusal({ ...common, part: 'test' })).toMatchObject({ code: 'batch-sealed' });
  });
});

describe('what cannot be a batch is refused before anything is stored', () => {
  const good = { kind: 'inference', prompt: 'judge', language_model: 'small' };
  it.each([
    ['nothing to ask', { kind: 'inference', items: questions(1) }, /give a prompt/],
    ['no items', { ...good, items: [] }, /items/],
    ['neither items nor a data set', good, /give items, or a dataset/],
    ['both', { ...good, items: questions(1), dataset: 'secrets' }, /not both/],
    ['an item without an input', { ...good, items: [{ input: '' }] }, /input/],
    ['an id twice', { ...good, items: [question(1), question(1)] }, /more than once: "q1"/],
    ['a placeholder without a value', { ...good, items: [{ input: 'a' }] }, /\{\{tone\}\}.*"1"/],
    ['a NUL', { ...good, items: [{ ...question(1), input: 'a\0b' }] }, /NUL/],
    ['metrics of an inference', { ...good, items: questions(1), metrics: [{ metric: 'bleu' }] }, /no metrics/],
    [
      'a pattern that is none',
      { ...good, kind: 'evaluation', items: questions(1), metrics: [{ metric: 'regex', pattern: '(' }] },
      /./,
    ],
    [
      'weights of nothing',
      { ...good, kind: 'evaluation', items: questions(1), metrics: [{ metric: 'bleu', weight: 0 }] },
      /[Ww]eight/,
    ],
    [
      'a similarity without an embedder',
      { ...good, kind: 'evaluation', items: questions(1), metrics: [{ metric: 'similarity' }] },
      /embedder|all-MiniLM/i,
    ],
    [
      'nothing expected',
      { ...good, kind: 'evaluation', items: [{ input: 'a', values: { tone: 'b' } }] },
      /expected text/,
    ],
    ['answers of some', { kind: 'evaluation', items: [{ input: 'a', answer: 'b' }, { input: 'c' }] }, /1 of 2/],
    ['a role that is none', { ...good, language_model: 'role:poet', items: questions(1) }, /no role "poet"/],
    ['too many answers', { ...good, items: questions(3000), samples: 100 }, /at most 200000 answers/],
    ['an unknown prompt', { ...good, prompt: 'nobody', items: questions(1) }, /nobody/],
    ['an empty prompt', { ...good, prompt: { system: ' ' }, items: questions(1) }, /empty/],
    ['a data set that is not there', { ...good, dataset: 'nothing' }, /nothing/],
  ])('%s', async (_what, body, words) => {
    const { code, words: said } = await refusal(body);
    expect(code).not.toMatch(/taken|none|internal/);
    expect(said).toMatch(words);
  });

  it('a hundred thousand items, in one sentence', async () => {
    const items = Array.from({ length: 100_000 }, () => 0);
    expect(await refusal({ ...good, items })).toMatchObject({
      code: 'query-invalid',
      words: expect.stringContaining('at most 50000 items, got 100000'),
    });
  });

  it('an Idempotency-Key makes one batch of two requests', async () => {
    const body = { kind: 'inference' as const, prompt: 'judge', language_model: 'small', items: questions(1, 7000) };
    const [a, b] = [
      await client.call('createBatch', { body, idempotencyKey: 'one-batch' }),
      await client.call('createBatch', { body, idempotencyKey: 'one-batch' }),
    ];
    expect(b.number).toBe(a.number);
  });
});
