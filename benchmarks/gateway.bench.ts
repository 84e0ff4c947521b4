import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@trainyard/api-client';
import { startStandIn } from '@trainyard/testkit';
import { median, percentile, publish } from './report.ts';
import { HttpLine } from './support/http-line.ts';
import { serverProcess } from './support/server-process.ts';

/**
 * What the gateway adds to a call, against a server that syncs to disk and a stand-in for a provider that answers after a
 * fixed time. The callers share one budget, so that each call is reserved and settled on the same row.
 */
const callers = 50;
const answerMs = 500;
const turns = 12;
const rounds = 2;
const startRounds = 4;
const warmRounds = 20;
const budgetCalls = 333;

const server = await serverProcess();
const client = createClient({ url: server.url, key: server.key });
const standIn = await startStandIn({ latencyMs: answerMs });
await client.call('createProvider', {
  body: {
    name: 'stand-in',
    kind: 'openai-compatible',
    base_url: standIn.url,
    key: standIn.key,
    max_concurrent: callers,
    retries: 0,
  },
});
await client.call('createLanguageModel', { body: { name: 'small', provider: 'stand-in', model: 'tiny-1' } });
await client.call('addPrice', { body: { provider: 'stand-in', model: 'tiny-1', input_usd: 1, output_usd: 4 } });
await client.call('setUserBudget', { params: { user: 'me' }, body: { limit_usd: 1000, limit_calls: 1_000_000 } });

/** Tells the cost of a call apart from what else the machine does. */
async function serverCpuMs(): Promise<number> {
  const text = await (await client.download('/metrics')).text();
  return Number(/^process_cpu_seconds_total ([\d.e-]+)$/m.exec(text)?.[1]) * 1000;
}

let asked = 0;
function body(model: string, content?: string): string {
  asked += 1;
  return JSON.stringify({ model, messages: [{ role: 'user', content: content ?? `question ${asked}` }] });
}

/**
 * Every caller asks `times` questions one after the other, all callers at once. `spread`: their calls begin evenly over the
 * time of an answer, as those of callers do who know nothing of each other; else all begin in the same moment.
 */
async function calls(to: { url: string; key: string }, times: number, spread: boolean, bodyOf: () => string) {
  const taken: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const line = new HttpLine(to.url, to.key);
      if (spread) await wait((caller * answerMs) / callers);
      for (let i = 0; i < times; i += 1) {
        const text = bodyOf();
        const began = performance.now();
        const status = await line.post('/v1/chat/completions', text);
        taken.push(performance.now() - began);
        if (status !== 200) throw new Error(`a call was answered with ${status}`);
      }
      line.close();
    }),
  );
  return taken;
}

const straight = { url: standIn.url, key: standIn.key };
// A server that has just started loads its libraries and has its code compiled: told by itself, and not counted below.
const afterStart = await calls(server, startRounds, true, () => body('small'));
const directAfterStart = await calls(straight, rounds, true, () => body('tiny-1'));
await calls(server, warmRounds, true, () => body('small'));
/** Turn and turn about, so that whatever else the machine does falls on both alike. */
const direct: number[] = [];
const through: number[] = [];
const directBurst: number[] = [];
const throughBurst: number[] = [];
let cpuMs = 0;
for (let turn = 0; turn < turns; turn += 1) {
  direct.push(...(await calls(straight, rounds, true, () => body('tiny-1'))));
  const before = await serverCpuMs();
  through.push(...(await calls(server, rounds, true, () => body('small'))));
  cpuMs += (await serverCpuMs()) - before;
  if (turn % 3 !== 0) continue;
  directBurst.push(...(await calls(straight, 1, false, () => body('tiny-1'))));
  throughBurst.push(...(await calls(server, 1, false, () => body('small'))));
}
const cpuPerCall = cpuMs / through.length;

const again = body('small', 'the same again');
const line = new HttpLine(server.url, server.key);
await line.post('/v1/chat/completions', again);
const cached: number[] = [];
for (let i = 0; i < 200; i += 1) {
  const began = performance.now();
  await line.post('/v1/chat/completions', again);
  cached.push(performance.now() - began);
}
line.close();

/** As many callers as before, each until it is refused: what the provider was asked beyond the limit. */
async function overBudget(): Promise<{ asked: number; refused: number }> {
  const { items } = await client.call('listLanguageBudgets');
  const spent = items[0]?.spent_calls ?? 0;
  await client.call('setUserBudget', { params: { user: 'me' }, body: { limit_calls: spent + budgetCalls } });
  const before = standIn.arrived;
  let refused = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      const one = new HttpLine(server.url, server.key);
      while ((await one.post('/v1/chat/completions', body('small'))) === 200);
      refused += 1;
      one.close();
    }),
  );
  return { asked: standIn.arrived - before, refused };
}
const over = await overBudget();
if (over.refused !== callers) throw new Error('not every caller was refused');

const added = (share: number): number => percentile(through, share) - percentile(direct, share);
const load = Number(loadavg()[0]?.toFixed(1));
publish(
  'gateway',
  [
    {
      what: `added to a call of ${answerMs} ms by a stand-in, ${callers} at once, 95th percentile`,
      value: added(0.95),
      unit: 'ms',
      limit: { at: 'most', value: 3 },
    },
    { what: 'the same, median', value: median(through) - median(direct), unit: 'ms', limit: null },
    { what: 'processor time of the server for a call', value: cpuPerCall, unit: 'ms', limit: null },
    {
      what: `added to the first ${afterStart.length} calls of a server that has just started, median`,
      value: median(afterStart) - median(directAfterStart),
      unit: 'ms',
      limit: null,
    },
    {
      what: `added where all ${callers} begin in the same moment, median`,
      value: median(throughBurst) - median(directBurst),
      unit: 'ms',
      limit: null,
    },
    {
      what: 'a cached call, 95th percentile',
      value: percentile(cached, 0.95),
      unit: 'ms',
      limit: { at: 'most', value: 5 },
    },
    { what: 'the same, median', value: median(cached), unit: 'ms', limit: null },
    {
      what: `calls beyond a budget of ${budgetCalls}, ${callers} callers at once`,
      value: over.asked - budgetCalls,
      unit: 'calls',
      limit: { at: 'most', value: 0 },
    },
    { what: 'other load of the machine (1 min average)', value: load, unit: 'processes', limit: null },
  ],
  { afterStart, directAfterStart, direct, through, directBurst, throughBurst, cached, over, load },
);
await standIn.close();
await server.end();
