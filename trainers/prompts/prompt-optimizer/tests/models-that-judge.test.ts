import { afterEach, describe, expect, it, vi } from 'vitest';
import { runOptimizer } from '../src/run-optimizer.ts';
import {
  type Call,
  embedder,
  hostFor,
  kindly,
  type Reply,
  type Setting,
  someItems,
  startDoor,
} from './scripted-door.ts';

// Runs whole, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const ends: (() => void | PromiseLike<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function run(reply: (call: Call) => Reply, setting: Omit<Setting, 'door'>) {
  const door = await startDoor(reply);
  const { host, end } = hostFor({ ...setting, door });
  ends.push(end, () => door[Symbol.asyncDispose]());
  await runOptimizer(host.start());
  const logs = host.linesOf('log').map((line) => String(line.message));
  const steps = host
    .linesOf('section')
    .map((line) => line.section as { title: string; data: { steps: { name: string; detail: string }[] } })
    .findLast(({ title }) => title === 'Steps');
  return { door, done: { ...host.linesOf('done').at(-1) }, logs, steps: steps?.data.steps ?? [] };
}

const better = JSON.stringify({
  candidates: [{ action: 'add_constraint', hypothesis: 'h', system: 'Judge it. Say good or bad.', output: '' }],
});
const remarks = JSON.stringify({ remarks: [{ n: 1, tag: 'no label', feedback: 'It says unsure.' }] });
const small = { calls: 160, optimizer_price: 1, usd: null };
const writing = {
  config: { writer: 'model', batch: 12, iterations: 1, budget: small },
  optimizer: true,
  evaluator: true,
} as const;

describe('an evaluator', () => {
  it('says what is wrong with feedback items that failed, before each proposal, inside the budget', async () => {
    const budget = { calls: 300, optimizer_price: 10, evaluator_price: 5, usd: null };
    const { door, done, steps } = await run(
      (call) =>
        call.role === 'optimizer' ? { text: better } : call.role === 'evaluator' ? { text: remarks } : kindly(call),
      { ...writing, config: { ...writing.config, budget } },
    );
    expect(done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    const [asked] = door.of('evaluator');
    const named = someItems().filter(({ input }) => asked?.input.includes(input));
    expect(named.length).toBeGreaterThan(0);
    expect(named.length).toBeLessThanOrEqual(12);
    expect(door.of('optimizer')[0]?.input).toContain('critique: <data>no-label: It says unsure.</data>');
    expect(door.of('evaluator').length).toBe(door.of('optimizer').length);
    expect(steps.slice(0, 4).map(({ name }) => name)).toEqual(['infer', 'evaluate', 'evaluate', 'propose']);
    expect(steps[2]?.detail).toBe(`The evaluator on ${named.length} failures: 1 × no-label`);
    const { length: pairs } = door.of('optimizer');
    expect((done.metrics as { calls_used: number }).calls_used).toBe(door.of('primary').length + 15 * pairs);
  });

  it.each<[string, Reply]>([
    ['malformed', { text: 'All is well.' }],
    ['cut-off', { text: remarks, finish: 'length' }],
    ['refused', { text: '', finish: 'content_filter' }],
    ['not answered', { status: 400, code: 'provider_refused', message: 'too strange' }],
  ])('whose answer is %s costs one call and leaves the round as it was', async (state, reply) => {
    const { door, done, steps } = await run(
      (call) => (call.role === 'optimizer' ? { text: better } : call.role === 'evaluator' ? reply : kindly(call)),
      writing,
    );
    expect(done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    expect(steps[2]?.detail).toMatch(new RegExp(`^No critique: ${state} \\(`));
    expect(door.of('evaluator').length).toBe(door.of('optimizer').length);
    expect(door.of('optimizer')[0]?.input).not.toContain('critique:');
  });

  it('is not asked where the critique is switched off or no model writes', async () => {
    const reply = (call: Call): Reply => (call.role === 'optimizer' ? { text: better } : kindly(call));
    const off = await run(reply, { ...writing, config: { ...writing.config, critique: false } });
    expect(off.door.of('evaluator')).toEqual([]);
    const scripted = await run(reply, { evaluator: true, config: { iterations: 1, budget: { ...small, calls: 80 } } });
    expect(scripted.door.of('evaluator')).toEqual([]);
  });
});

describe('a grader', () => {
  const metrics = [{ metric: 'graded', rubric: 'It names the label.', scale: 'pass', reference: 'told' }];

  /** Grades rightly, whichever text stands first. */
  function graded(call: Call): Reply {
    if (call.role !== 'grader') return kindly(call);
    const [first, second] = [...call.input.matchAll(/Text [AB]: <data>(.*)<\/data>/g)].map(([, text]) => text);
    const good = (text: string | undefined): boolean => text === 'good' || text === 'bad';
    return { text: JSON.stringify({ reason: 'It does.', grades: { A: good(first), B: good(second) } }) };
  }

  it('scores the answers, twice each and in both orders, all of it inside the budget', async () => {
    const calls = 600;
    const { door, done, logs } = await run(graded, {
      grader: true,
      config: { metrics, budget: { calls, optimizer_price: 0, grader_price: 1, usd: null } },
    });
    expect(done).toMatchObject({ status: 'completed' });
    expect(door.calls.length).toBeLessThanOrEqual(calls);
    const [answers, grades] = [door.of('primary'), door.of('grader')];
    expect(grades.length).toBe(2 * answers.length);
    expect(logs.some((words) => words.includes('an answer counts as 4 calls'))).toBe(true);
    expect(logs.some((words) => words.includes('of the same family as the primary model'))).toBe(true);
  });

  it('that talks nonsense leaves items missing, not zero; without one nothing is spent', async () => {
    const { done } = await run((call) => (call.role === 'grader' ? { text: 'Nice!' } : kindly(call)), {
      grader: true,
      config: { metrics },
    });
    expect(done).toMatchObject({ status: 'failed', code: 'no-answers' });
    expect(String(done.message)).toContain('the grader gave no grade');
    const none = await run(kindly, { config: { metrics } });
    expect(none.done).toMatchObject({ status: 'failed', code: 'unfit-data' });
    expect(none.door.calls).toEqual([]);
  });
});

it('metrics that cannot be used are told before anything is spent', async () => {
  const metrics = [{ metric: 'expression', expression: 'answer ==' }];
  const { door, done } = await run(kindly, { config: { metrics } });
  expect(door.calls).toEqual([]);
  expect(done).toMatchObject({
    code: 'unfit-data',
    message: 'The metrics cannot be used: The expression cannot be used: Unexpected token: EOF at character 10',
  });
});

describe('an embedder', () => {
  const metrics = [{ metric: 'similarity', idf: true }];

  it('compares answers with expected texts; without one nothing is spent', async () => {
    const none = await run(kindly, { config: { metrics } });
    expect(none.door.calls).toEqual([]);
    expect(none.done).toMatchObject({ code: 'unfit-data', message: 'The embedder is not installed.' });
    embedder.installed = true;
    const { done } = await run(kindly, { config: { metrics, iterations: 2, budget: { ...small, calls: 200 } } });
    expect(done).toMatchObject({ status: 'completed' });
    embedder.installed = false;
  });
});
