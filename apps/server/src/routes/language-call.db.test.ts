import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createClient } from '@trainyard/api-client';
import type { LanguageBudget } from '@trainyard/contracts';
import { eventually } from '@trainyard/testkit';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway } from '../chat/chat.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ latencyMs: 15, provider: { retries: 0, max_concurrent: 50, timeout_s: 30 } });
});
afterAll(() => gateway.end());

const maxTokens = 20;
let asked = 0;
function fresh(): string {
  asked += 1;
  return `item ${asked}`;
}

async function newRun() {
  return gateway.server.client.call('createRun', { body: { executor: 'external' } });
}
function ask(run: { number: number }, content = fresh(), model = 'small') {
  const body = { model, max_tokens: maxTokens, messages: [{ role: 'user' as const, content }] };
  return gateway.openai.chat.completions.create(body, { headers: { 'x-trainyard-run': String(run.number) } });
}
/** What became of each: answered, or the code of its refusal. */
async function outcomesOf(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'answered';
    return one.reason instanceof OpenAI.APIError ? String(one.reason.code) : String(one.reason);
  });
}
async function budgetOf(run: { number: number }): Promise<LanguageBudget> {
  const { items } = await gateway.server.client.call('listLanguageBudgets');
  const found = items.find((budget) => budget.run?.number === run.number);
  if (found === undefined) throw new Error('the run has no budget');
  return found;
}
function setBudget(run: { number: number }, body: { limit_usd?: number; limit_calls?: number }) {
  return gateway.server.client.call('setRunBudget', { params: { id: String(run.number) }, body });
}
/** As the stand-in charges: the price table of the fixture. */
function charged(from: number): number {
  const calls = gateway.standIn.metered.slice(from);
  return calls.reduce((sum, call) => sum + (call.promptTokens * 1 + call.completionTokens * 4) / 1e6, 0);
}

describe('a budget under 50 callers at once', () => {
  it('in calls is used to the last one, and never by one more', async () => {
    const run = await newRun();
    await setBudget(run, { limit_calls: 33 });
    const before = gateway.standIn.arrived;
    const outcomes = await outcomesOf(Array.from({ length: 50 }, () => ask(run)));
    expect(outcomes.filter((one) => one === 'answered')).toHaveLength(33);
    expect(outcomes.filter((one) => one === 'budget_reached')).toHaveLength(17);
    expect(gateway.standIn.arrived - before).toBe(33);
    expect(await budgetOf(run)).toMatchObject({ spent_calls: 33, held_calls: 0, held_usd: 0 });
    expect(await outcomesOf([ask(run)])).toEqual(['budget_reached']);
    expect(gateway.standIn.arrived - before).toBe(33);
  });

  it('in money is never exceeded, and ends only when no further call surely fits', async () => {
    const run = await newRun();
    const limit = 0.003;
    await setBudget(run, { limit_usd: limit });
    const before = gateway.standIn.metered.length;
    const outcomes = (
      await Promise.all(Array.from({ length: 4 }, () => outcomesOf(Array.from({ length: 50 }, () => ask(run)))))
    ).flat();
    expect(new Set(outcomes)).toEqual(new Set(['answered', 'budget_reached']));
    const budget = await budgetOf(run);
    expect(budget.spent_usd).toBeLessThanOrEqual(limit);
    expect(budget.spent_usd).toBeCloseTo(charged(before), 9);
    expect(budget.held_usd).toBe(0);
    const { items } = await gateway.server.client.call('listLanguageCalls', {
      query: { run: String(run.number), limit: 1 },
    });
    expect(budget.spent_usd + (items[0]?.reserved_usd ?? 0)).toBeGreaterThan(limit);
    // What is left is not nothing, and the refusal says so.
    await expect(ask(run)).rejects.toThrow(
      /budget of this run does not pay for the next call, which could cost up to \$0\.\d+ where \$[\d.]+ are left/,
    );
  });

  it('what was answered before is free, also when the budget is used up', async () => {
    const run = await newRun();
    const content = fresh();
    await ask(run, content);
    await setBudget(run, { limit_calls: 1 });
    expect(await outcomesOf([ask(run, content), ask(run)])).toEqual(['answered', 'budget_reached']);
  });

  it('that of a person holds over all their runs', async () => {
    const key = await gateway.server.keyFor('member');
    const member = createClient({ url: gateway.server.url, key });
    await member.call('setUserBudget', { params: { user: 'me' }, body: { limit_calls: 5 } });
    const openai = gateway.clientFor(key);
    const calls = Array.from({ length: 12 }, () =>
      openai.chat.completions.create({ model: 'small', messages: [{ role: 'user', content: fresh() }] }),
    );
    const outcomes = await outcomesOf(calls);
    expect(outcomes.filter((one) => one === 'answered')).toHaveLength(5);
    const { items } = await member.call('listLanguageBudgets');
    expect(items).toMatchObject([{ spent_calls: 5, limit_calls: 5 }]);
  });
});

it('a budget of the installation holds over everybody, is exact, and administrators are told of it', async () => {
  const { client, url } = gateway.server;
  const mine = async () => (await client.call('listLanguageBudgets')).items.find(({ everything }) => everything);
  const noticed = async () => {
    const { items } = await client.call('listNotices', { query: { limit: 50 } });
    return items.some(({ title }) => title === 'The budget of the installation is used up');
  };
  const key = await gateway.server.keyFor('member');
  const member = createClient({ url, key });
  const body = { limit_calls: 30 };
  await expect(member.call('setInstallationBudget', { body })).rejects.toMatchObject({ status: 403 });
  await client.call('setInstallationBudget', { body });
  try {
    const [one, two] = [await newRun(), await newRun()];
    await setBudget(one, { limit_calls: 12 });
    const before = gateway.standIn.arrived;
    const openai = gateway.clientFor(key);
    const theirs = () =>
      openai.chat.completions.create({ model: 'small', messages: [{ role: 'user', content: fresh() }] });
    const askers = [() => ask(one), () => ask(two), theirs];
    const outcomes = await outcomesOf(Array.from({ length: 50 }, (_, i) => (askers[i % 3] ?? theirs)()));
    expect(outcomes.filter((word) => word === 'answered')).toHaveLength(30);
    expect(outcomes.filter((word) => word === 'budget_reached')).toHaveLength(20);
    expect(gateway.standIn.arrived - before).toBe(30);
    expect(await mine()).toMatchObject({ user: null, run: null, limit_calls: 30, spent_calls: 30, held_calls: 0 });
    expect((await budgetOf(one)).spent_calls).toBeLessThanOrEqual(12);
    await expect(theirs()).rejects.toThrow(/budget of the installation is used up/);
    await eventually('the notice', noticed);
    expect((await member.call('listLanguageBudgets')).items.some(({ everything }) => everything)).toBe(false);
  } finally {
    await client.call('removeInstallationBudget');
  }
  expect(await mine()).toBeUndefined();
});

it('a budget that an administrator set is lowered by others, and neither raised nor removed', async () => {
  const { client, url, keyFor } = gateway.server;
  const member = createClient({ url, key: await keyFor('member') });
  const { id } = await member.call('me');
  const own = { params: { user: 'me' } };
  await member.call('setUserBudget', { ...own, body: { limit_usd: 1 } });
  await member.call('setUserBudget', { ...own, body: { limit_usd: 3 } });
  await client.call('setUserBudget', { params: { user: id }, body: { limit_usd: 2, limit_calls: 10 } });
  const refused = { status: 403, code: 'forbidden', message: expect.stringContaining('you may lower') };
  const set = (body: { limit_usd?: number; limit_calls?: number }) => member.call('setUserBudget', { ...own, body });
  await expect(set({ limit_usd: 10_000_000, limit_calls: 10 })).rejects.toMatchObject(refused);
  await expect(set({ limit_usd: 1 })).rejects.toMatchObject(refused);
  const boss = { set_by: { id: (await client.call('me')).id } };
  expect(await set({ limit_usd: 1, limit_calls: 10 })).toMatchObject({ limit_usd: 1, limit_calls: 10, ...boss });
  await expect(set({ limit_usd: 2, limit_calls: 10 })).rejects.toMatchObject(refused);
  const run = await member.call('createRun', { body: { executor: 'external' } });
  const ofRun = { params: { id: run.id } };
  await member.call('setRunBudget', { ...ofRun, body: { limit_calls: 5 } });
  await member.call('removeRunBudget', ofRun);
  await setBudget(run, { limit_calls: 5 });
  await expect(member.call('setRunBudget', { ...ofRun, body: { limit_calls: 6 } })).rejects.toMatchObject(refused);
  await expect(member.call('removeRunBudget', ofRun)).rejects.toMatchObject(refused);
  await client.call('removeRunBudget', ofRun);
  await client.call('setUserBudget', { params: { user: id }, body: { limit_usd: 5 } });
  await client.call('removeUserBudget', { params: { user: id } });
  expect((await member.call('listLanguageBudgets')).items).toEqual([]);
});

describe('prices', () => {
  const price = (model: string, input_usd: number | null, valid_from?: string) => {
    const body = { provider: 'stand-in', model, input_usd, output_usd: input_usd };
    return gateway.server.client.call('addPrice', { body: valid_from === undefined ? body : { ...body, valid_from } });
  };
  const costOf = async (model: string) => {
    await ask(await newRun(), fresh(), model);
    const { items } = await gateway.server.client.call('listLanguageCalls', { query: { limit: 1 } });
    const [call] = items;
    const tokens = (call?.usage.input_tokens ?? 0) + (call?.usage.output_tokens ?? 0);
    return { version: call?.price_version, per: call?.cost_usd == null ? null : (call.cost_usd * 1e6) / tokens };
  };

  it('are dated: the newest that is good already counts, and what is unknown is said to be', async () => {
    const { client } = gateway.server;
    await client.call('createLanguageModel', { body: { name: 'dated', provider: 'stand-in', model: 'dated-1' } });
    expect(await costOf('dated')).toEqual({ version: null, per: null });
    const all = await price('*', 3);
    expect(await costOf('dated')).toEqual({ version: all.version, per: expect.closeTo(3, 9) });
    const old = await price('dated-1', 5, '2020-01-01T00:00:00Z');
    await price('dated-1', 7, '2999-01-01T00:00:00Z');
    expect(await costOf('dated')).toEqual({ version: old.version, per: expect.closeTo(5, 9) });
    const now = await price('dated-1', 6);
    expect(await costOf('dated')).toEqual({ version: now.version, per: expect.closeTo(6, 9) });
    const unknown = await price('dated-1', null);
    expect(await costOf('dated')).toEqual({ version: unknown.version, per: null });
    const rows = (await client.call('listPrices')).items.filter(({ model }) => model === 'dated-1');
    expect(rows.map(({ input_usd, current }) => [input_usd, current])).toEqual([
      [7, false],
      [null, true],
      [6, false],
      [5, false],
    ]);
  });

  it('that are unknown allow no call under a budget in money, and say so', async () => {
    const run = await newRun();
    await setBudget(run, { limit_usd: 1 });
    const before = gateway.standIn.arrived;
    expect(await outcomesOf([ask(run, fresh(), 'dated')])).toEqual(['price_unknown']);
    expect(gateway.standIn.arrived).toBe(before);
  });
});

it('the ledger is added up for each day, and tells what the cache saved and what nobody knows', async () => {
  const { client } = gateway.server;
  const run = await newRun();
  const [content, other] = [fresh(), fresh()];
  await ask(run, content);
  const second = await newRun();
  await ask(second, content);
  await ask(second, content);
  const unpriced = { provider: 'stand-in', model: 'unpriced-1' };
  await client.call('createLanguageModel', { body: { name: 'unpriced', ...unpriced } });
  await client.call('addPrice', { body: { ...unpriced, input_usd: null, output_usd: null } });
  await ask(second, other, 'unpriced');
  await ask(run, other, 'unpriced');
  const sums = async (query: { run?: string; by: 'all' | 'language_model'; each_day?: 'true'; since?: string }) =>
    (await client.call('sumLanguageUsage', { query })).items;
  const [first] = await sums({ run: String(run.number), by: 'all' });
  expect(first).toMatchObject({ calls: 1, cached: 1, saved_usd: 0, saved_unpriced: 1, day: null, group: null });
  const paid = first?.cost_usd ?? 0;
  expect(paid).toBeGreaterThan(0);
  const daily = await sums({ run: String(second.number), by: 'language_model', each_day: 'true' });
  const today = new Date().toISOString().slice(0, 10);
  expect(daily).toMatchObject([
    { group: 'unpriced', calls: 1, cached: 0, cost_usd: 0, unpriced: 1 },
    { group: 'small', calls: 0, cached: 2, cost_usd: 0, unpriced: 0, saved_usd: expect.closeTo(2 * paid, 9) },
  ]);
  expect(daily.map(({ day }) => day === today || Date.now() % 86_400_000 < 60_000)).toEqual([true, true]);
  expect(await sums({ run: String(run.number), by: 'all', since: '2999-01-01T00:00:00Z' })).toEqual([]);
  const query = { run: String(second.number), language_model: 'unpriced' };
  const { items } = await client.call('listLanguageCalls', { query });
  expect(items).toHaveLength(1);
  const attempts = await client.call('listLanguageCalls', { query: { request: items[0]?.request_id } });
  expect(attempts).toMatchObject({ total: 1, items });
});

it('its owner is told once at 50, 80 and 100 percent', async () => {
  const run = await newRun();
  await setBudget(run, { limit_calls: 10 });
  const titles = async () => {
    const { items } = await gateway.server.client.call('listNotices', { query: { limit: 200 } });
    return items
      .filter(({ kind, run: of }) => kind === 'budget' && of?.number === run.number)
      .map(({ title }) => title);
  };
  const whose = `The budget of run ${run.number}`;
  for (let i = 0; i < 4; i += 1) await ask(run);
  expect(await titles()).toEqual([]);
  await ask(run);
  await eventually('the first notice', async () => (await titles()).length === 1);
  for (let i = 0; i < 3; i += 1) await ask(run);
  await eventually('the second notice', async () => (await titles()).length === 2);
  for (let i = 0; i < 2; i += 1) await ask(run);
  await eventually('the last notice', async () => (await titles()).length === 3);
  await outcomesOf([ask(run), ask(run)]);
  expect(await titles()).toEqual([`${whose} is used up`, `${whose} is used to 80 %`, `${whose} is used to 50 %`]);
  const { items: events } = await gateway.server.client.call('listEvents', { params: { id: run.id }, query: {} });
  expect(events.flatMap(({ kind, data }) => (kind === 'milestone-reached' ? [data] : []))).toEqual([
    { message: 'The budget is used to 50 %: It is 10 calls.' },
    { message: 'The budget is used to 80 %: It is 10 calls.' },
    { message: 'The budget is used up: It was 10 calls. No further call is made.' },
  ]);
});

it('a call whose reservation died with the database is in the ledger all the same, and counts', async () => {
  const run = await newRun();
  await setBudget(run, { limit_calls: 2 });
  gateway.standIn.script(['late']);
  const answered = outcomesOf([ask(run)]);
  const query = { query: { run: String(run.number) } };
  const { client, database } = gateway.server;
  await eventually(
    'the call',
    async () => (await client.call('listLanguageCalls', query)).items[0]?.status === 'asked',
  );
  // As a database leaves it that lost its last moment: neither the row nor what it held.
  await database.store.query("DELETE FROM language_call WHERE status = 'asked'");
  await database.store.query('UPDATE language_budget SET held_calls = 0, held_usd = 0 WHERE run_id = $1', [run.id]);
  expect(await answered).toEqual(['answered']);
  const { items } = await client.call('listLanguageCalls', query);
  expect(items).toMatchObject([{ status: 'ok', attempt: 1, model: 'tiny-1' }]);
  expect(await budgetOf(run)).toMatchObject({ spent_calls: 1, held_calls: 0, held_usd: 0 });
});

it('calls of a server that died are unknown at the next start, and count as spent', async () => {
  const { server, standIn } = gateway;
  const { store } = server.database;
  const run = await newRun();
  await setBudget(run, { limit_calls: 2, limit_usd: 1 });
  standIn.script(['timeout']);
  const content = fresh();
  const lost = outcomesOf([ask(run, content)]);
  const query = { query: { run: String(run.number) } };
  await eventually(
    'the call',
    async () => (await server.client.call('listLanguageCalls', query)).items[0]?.status === 'asked',
  );
  expect(await budgetOf(run)).toMatchObject({ held_calls: 1, spent_calls: 0 });
  // As if it had been asked by a process of this host that is gone.
  const gone = { id: randomUUID(), pid: spawnSync(process.execPath, ['--version']).pid };
  await store.query('INSERT INTO language_gateway (id, host, pid) VALUES ($1, $2, $3)', [
    gone.id,
    hostname(),
    gone.pid,
  ]);
  await store.query("UPDATE language_call SET gateway_id = $1 WHERE status = 'asked'", [gone.id]);
  const next = await server.again();
  const [call] = (await server.client.call('listLanguageCalls', query)).items;
  expect(call).toMatchObject({ status: 'unknown', kept: true, cost_usd: null, error: { kind: 'gateway-died' } });
  const budget = await budgetOf(run);
  expect(budget).toMatchObject({ held_calls: 0, spent_calls: 1, held_usd: 0, spent_usd: call?.reserved_usd });
  // The next one may be asked again; then the budget is used up.
  const openai = gateway.clientFor(next.localKey, next.url);
  const again = (text: string) =>
    openai.chat.completions.create(
      { model: 'small', max_tokens: maxTokens, messages: [{ role: 'user', content: text }] },
      { headers: { 'x-trainyard-run': String(run.number) } },
    );
  expect(await outcomesOf([again(content)])).toEqual(['answered']);
  expect(await outcomesOf([again(fresh())])).toEqual(['budget_reached']);
  await next.close();
  await standIn.close();
  await lost;
});
