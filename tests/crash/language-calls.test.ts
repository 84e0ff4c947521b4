import { setTimeout as wait } from 'node:timers/promises';
import type { LanguageCall } from '@trainyard/contracts';
import { eventually, type Product, type StandIn, startProduct, startStandIn } from '@trainyard/testkit';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** The server is killed outright while a run puts its calls: no answered call is paid twice, counted at the stand-in. */
const kills = 4;
const concurrent = 5;
const questions = 60;
const answerMs = 120;

let product: Product;
let standIn: StandIn;
beforeAll(async () => {
  [product, standIn] = await Promise.all([startProduct(), startStandIn({ latencyMs: answerMs })]);
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
}, 180_000);

it('what was answered before a kill is never asked again, and what was under way is told as unknown', async () => {
  const { client } = product;
  const account = { name: 'stand-in', kind: 'openai-compatible' as const, base_url: standIn.url, key: standIn.key };
  await client.call('createProvider', { body: { ...account, max_concurrent: concurrent } });
  await client.call('createLanguageModel', { body: { name: 'small', provider: 'stand-in', model: 'tiny-1' } });
  await client.call('addPrice', { body: { provider: 'stand-in', model: 'tiny-1', input_usd: 1, output_usd: 4 } });
  const run = await client.call('createRun', { body: { executor: 'external' } });
  await client.call('setRunBudget', { params: { id: run.id }, body: { limit_usd: 5 } });

  const openai = new OpenAI({ baseURL: `${product.url}/v1`, apiKey: product.key, maxRetries: 0 });
  const answers = new Map<number, string | null | undefined>();
  /** Asks until it is answered, as a run does that goes on after the server is back. */
  async function ask(item: number): Promise<void> {
    const body = { model: 'small', max_tokens: 30, messages: [{ role: 'user' as const, content: `item ${item}` }] };
    const headers = { 'x-trainyard-run': String(run.number), 'x-trainyard-cache': 'off' };
    for (;;) {
      try {
        const answer = await openai.chat.completions.create(body, { headers });
        answers.set(item, answer.choices[0]?.message.content);
        return;
      } catch {
        await wait(100); // the server is down, or went down in the middle
      }
    }
  }
  let next = 0;
  const callers = Array.from({ length: concurrent }, async () => {
    while (next < questions) {
      const item = next;
      next += 1;
      await ask(item);
    }
  });
  for (let kill = 1; kill <= kills; kill += 1) {
    const goal = kill * 8;
    await eventually(`${goal} answers`, () => answers.size >= goal);
    product.kill('server');
    const answered = answers.size;
    await eventually('the next answer', () => answers.size > answered);
  }
  await Promise.all(callers);
  // And once more from the beginning, as after a kill of the run itself: all of it comes from the ledger.
  const arrived = standIn.arrived;
  await Promise.all(Array.from({ length: questions }, (_, item) => ask(item)));
  expect(standIn.arrived).toBe(arrived);

  expect([...answers.values()].every((text, i) => text === `echo: item ${[...answers.keys()][i]}`)).toBe(true);
  const calls: LanguageCall[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { run: run.id, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call('listLanguageCalls', { query });
    calls.push(...page.items);
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  const of = (status: string) => calls.filter((call) => call.status === status).length;
  expect(of('asked')).toBe(0);
  expect(of('ok')).toBe(questions);
  expect(of('unknown')).toBeGreaterThan(0);
  expect(of('unknown')).toBeLessThanOrEqual(kills * concurrent);
  // Everything that reached the provider is in the ledger; what was never sent may be there too, as unknown.
  expect(standIn.arrived).toBeLessThanOrEqual(of('ok') + of('unknown'));
  expect(standIn.metered.length).toBeLessThanOrEqual(questions + of('unknown'));
  const { items } = await client.call('listLanguageBudgets');
  const budget = items.find((one) => one.run?.number === run.number);
  expect(budget).toMatchObject({ held_calls: 0, held_usd: 0, spent_calls: of('ok') + of('unknown') });
});
