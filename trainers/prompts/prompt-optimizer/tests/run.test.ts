import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Left } from '@trainyard/sdk';
import type { FakeHost } from '@trainyard/sdk/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runOptimizer } from '../src/run-optimizer.ts';
import {
  type Call,
  hostFor,
  kindly,
  type Reply,
  type ScriptedDoor,
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

async function run(
  reply: (call: Call, number: number) => Reply,
  setting: Omit<Setting, 'door'> = {},
): Promise<{ door: ScriptedDoor; host: FakeHost; done: Record<string, unknown>; output: string }> {
  const door = await startDoor(reply);
  const { host, end } = hostFor({ ...setting, door });
  ends.push(end, () => door[Symbol.asyncDispose]());
  const started = host.start();
  await runOptimizer(started);
  return { door, host, done: { ...host.linesOf('done').at(-1) }, output: started.output };
}

type Row = (string | number | null)[];

function sectionOf(host: FakeHost, title: string): { type: string; notes: string[]; data: { rows: Row[] } } {
  const all = host
    .linesOf('section')
    .map((line) => line.section as { type: string; title: string; notes: string[]; data: { rows: Row[] } });
  const found = all.findLast((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no section ${title}`);
  return found;
}

interface StepList {
  steps: { name: string; status: string; detail: string }[];
}

function stepsOf(host: FakeHost): StepList['steps'] {
  return (sectionOf(host, 'Steps').data as unknown as StepList).steps;
}

function milestones(host: FakeHost): string[] {
  return host.linesOf('log').flatMap((line) => (line.milestone === true ? [String(line.message)] : []));
}

describe('a run with something to gain', () => {
  it('improves the prompt, tells each step, and adds what it tried to the library without using it', async () => {
    const { door, host, done } = await run(kindly);
    expect(done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    expect(String(done.message)).toMatch(/^Improved: 0\.\d+ → 1\.000 on [0-9]+ of [0-9]+ test items/);
    expect(door.calls.length).toBeLessThanOrEqual(400);
    expect(new Set(door.calls.map(({ question }) => question)).size).toBe(door.calls.length);
    expect(door.library.length).toBeGreaterThan(0);
    expect(door.library.every(({ make_current }) => !make_current)).toBe(true);
    expect(door.library[0]?.parents).toEqual([1]);
    const steps = stepsOf(host).map(({ name }) => name);
    expect(steps.slice(0, 5)).toEqual(['infer', 'evaluate', 'propose', 'infer again', 'compare']);
    expect(steps.at(-1)).toBe('done');
    expect(milestones(host).some((words) => words.startsWith('Candidate kept: '))).toBe(true);
    const flips = sectionOf(host, 'What each edit fixed and broke').data.rows;
    expect(flips.some(([, , , , fixed, broke]) => Number(fixed) > 0 && broke === 0)).toBe(true);
    expect(host.linesOf('metric').some((line) => line.group === 'validation')).toBe(true);
    expect(host.linesOf('predictions')).toMatchObject([{ path: 'test-answers.csv' }]);
    // Steps were told while the run went on, the one under way marked.
    const live = host.linesOf('section').filter((line) => (line.section as { live?: boolean }).live === true);
    const marked = live.filter((line) => JSON.stringify(line.section).includes('"status":"current"'));
    expect(marked.length).toBeGreaterThan(5);
    expect(stepsOf(host).every(({ status }) => status === 'done')).toBe(true);
    // Whoever left a race for another reason than its figures against the incumbent has it told beside them.
    const races = host.linesOf('section').filter((line) => (line.section as { type: string }).type === 'race');
    const left = new Set(races.flatMap((line) => (line.section as { notes: string[] }).notes.slice(1)));
    for (const words of milestones(host).filter((one) => /^Candidate dropped: .*never better/.test(one))) {
      const name = words.split(' ')[2];
      expect([...left].some((note) => note.includes(`${name} `) || note.includes(`${name},`))).toBe(true);
    }
    expect(left.size).toBeGreaterThan(0);
    const lineage = sectionOf(host, 'Lineage').data as unknown as {
      versions: { flips: { item: string; after: string }[] }[];
    };
    const told = lineage.versions.flatMap(({ flips }) => flips);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ after }) => after === 'good' || after === 'bad')).toBe(true);
  });

  it('does the five steps to the letter', async () => {
    const { host, done } = await run(kindly, { config: { strategy: 'five-step', iterations: 4, patience: 4 } });
    expect(host.linesOf('progress').some((line) => line.total_epochs === 4)).toBe(true);
    expect(done).toMatchObject({ status: 'completed' });
    expect(
      stepsOf(host)
        .map(({ name }) => name)
        .slice(0, 5),
    ).toEqual(['infer', 'evaluate', 'propose', 'infer again', 'compare']);
  });

  it('goes on after a pause with the same calls as one that was left alone', async () => {
    const straight = await run(kindly);
    const door = await startDoor((call, number) => {
      if (number === 50) host.send('pause');
      return kindly(call);
    });
    const { host, end } = hostFor({ door });
    ends.push(end, () => door[Symbol.asyncDispose]());
    await expect(runOptimizer(host.start())).rejects.toThrow(Left);
    expect(host.linesOf('done').at(-1)).toMatchObject({ status: 'paused' });
    const at = door.calls.length;
    expect(at).toBeLessThan(60);
    await runOptimizer(host.start(String(host.linesOf('checkpoint').at(-1)?.id)));
    expect(new Set(door.calls.map(({ question }) => question))).toEqual(
      new Set(straight.door.calls.map(({ question }) => question)),
    );
    expect(door.calls.length).toBe(straight.door.calls.length);
    expect(host.linesOf('done').at(-1)).toMatchObject({ status: 'completed', metrics: straight.done.metrics });
    expect(sectionOf(host, 'Steps')).toEqual(sectionOf(straight.host, 'Steps'));
  });

  it('goes on from a checkpoint of a version that knew fewer bars, by the bars that it knew', async () => {
    const earlier = { iterations: 1, race: { block: 5, min_blocks: 1, drop_from: 0.25, drop_to: 0.4, accept: 0.9 } };
    const straight = await run(kindly, { config: earlier });
    const door = await startDoor((call, number) => {
      if (number === 20) host.send('pause');
      return kindly(call);
    });
    const { host, end } = hostFor({ door, config: earlier });
    ends.push(end, () => door[Symbol.asyncDispose]());
    const started = host.start();
    await expect(runOptimizer(started)).rejects.toThrow(Left);
    const line = host.linesOf('checkpoint').at(-1);
    const file = join(started.output, String(line?.folder), 'optimizer.json');
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    const { dropBehind: _behind, chances: _chances, ...known } = saved.state.settings.race;
    saved.state.settings.race = known;
    writeFileSync(file, JSON.stringify(saved));
    await runOptimizer(host.start(String(line?.id)));
    expect(door.calls.length).toBe(straight.door.calls.length);
    expect(host.linesOf('done').at(-1)).toMatchObject({ status: 'completed', metrics: straight.done.metrics });
    expect(sectionOf(host, 'Steps')).toEqual(sectionOf(straight.host, 'Steps'));
  });

  it('goes on as another run with more budget, from all that the first one knows', async () => {
    const short = await run(kindly, { config: { budget: { calls: 100, optimizer_price: 1, usd: null }, target: 1 } });
    expect(short.done).toMatchObject({ status: 'completed', code: 'budget-reached' });
    expect(milestones(short.host).some((words) => words.startsWith('Budget reached: '))).toBe(true);
    const line = short.host.linesOf('checkpoint').at(-1);
    const folder = join(short.output, String(line?.folder));
    const checkpoint = { id: String(line?.id), folder, step: Number(line?.step), epoch: null };
    const more = await run(kindly, { task: { run_id: 'another', checkpoint } });
    expect(more.done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    expect(short.door.calls.length + more.door.calls.length).toBeLessThanOrEqual(400);
    const before = new Set(short.door.calls.map(({ question }) => question));
    expect(more.door.calls.filter(({ question }) => before.has(question))).toEqual([]);
  });

  it('stops on request with its best so far', async () => {
    const door = await startDoor((call, number) => {
      if (number === 30) host.send('stop');
      return kindly(call);
    });
    const { host, end } = hostFor({ door });
    ends.push(end, () => door[Symbol.asyncDispose]());
    await runOptimizer(host.start());
    expect(host.linesOf('done').at(-1)).toMatchObject({ status: 'stopped' });
    expect(sectionOf(host, 'Result').notes[0]).toMatch(/keep the seed/);
    expect(door.calls.length).toBeLessThan(40);
  });

  it('answers the three questions of a preflight and ends', async () => {
    const { door, host, done } = await run(kindly, { config: { preflight: true, preflight_only: true } });
    expect(done).toMatchObject({ status: 'completed', metrics: { wavering: 0 } });
    expect(sectionOf(host, 'Preflight').data.rows).toMatchObject([
      { label: 'Noise', value: expect.stringMatching(/^Asked again, /) },
      { label: 'Headroom', value: expect.stringMatching(/headroom/i) },
      { label: 'Budget', value: expect.stringMatching(/^After the preflight, [0-9]+ calls pay/) },
      { label: 'Why it ended', value: 'Only the preflight was asked for.' },
    ]);
    expect(sectionOf(host, 'Preflight in figures').type).toBe('summary');
    expect(door.calls.length).toBeLessThanOrEqual(160);
    expect(door.library).toEqual([]);
  });
});

describe('a run with nothing to gain', () => {
  it('keeps the seed and says so', async () => {
    const { done, output } = await run(({ input }) => ({ text: input.length % 2 === 0 ? 'good' : 'unsure' }));
    expect(done).toMatchObject({ status: 'completed', metrics: { gain: 0 } });
    expect(String(done.message)).toMatch(/^No reliable improvement: keep the seed\. It scores 0\.[0-9]+ on/);
    expect(JSON.parse(readFileSync(join(output, 'prompt.json'), 'utf8'))).toMatchObject({
      system: 'Judge the sentence.',
    });
  });
});

describe('what goes wrong', () => {
  it('an item that is always refused is missing, not zero', async () => {
    const { host, done } = await run((call) =>
      call.input.includes('number 5 ')
        ? { status: 400, code: 'provider_refused', message: 'too strange' }
        : { text: call.input.includes('fine') ? 'good' : 'bad' },
    );
    expect(done).toMatchObject({ status: 'completed' });
    const [seed] = sectionOf(host, 'Candidates').data.rows;
    expect(seed?.[6]).toBe(1);
  });

  it('every call failing stops the run, which says why', async () => {
    const { door, done } = await run(() => ({ status: 502, code: 'provider_failed', message: 'It is down.' }));
    expect(done).toMatchObject({ status: 'failed', code: 'no-answers' });
    expect(String(done.message)).toContain('It is down.');
    expect(door.calls.length).toBe(6);
  });

  it('an optimizer that always fails stops the run before more task calls are spent', async () => {
    const fails = { status: 502, code: 'provider_failed', message: 'The optimizer is down.' };
    const { door, done } = await run((call) => (call.role === 'optimizer' ? fails : kindly(call)), {
      config: { writer: 'model' },
      optimizer: true,
    });
    expect(door.of('optimizer').length).toBe(3);
    expect(door.of('primary').length).toBe(6);
    expect(done).toMatchObject({ status: 'failed', code: 'optimizer-failed' });
    expect(String(done.message)).toContain('The optimizer is down.');
  });

  const proposals = (system: string): string =>
    JSON.stringify({ candidates: [{ action: 'add_constraint', hypothesis: 'h', system, output: '' }] });
  const bad: Record<string, Reply> = {
    truncated: { text: proposals('Judge it.').slice(0, 40), finish: 'length' },
    'cut off behind whole JSON': { text: proposals('Judge it.'), finish: 'length' },
    refused: { text: "I'm sorry, I cannot help with that." },
    empty: { text: '' },
    'an empty prompt': { text: proposals('') },
    'the same prompt again': { text: proposals('Judge the {{input}}.') },
    'a prompt without its placeholder': { text: proposals('Judge it well.') },
  };
  for (const [what, reply] of Object.entries(bad)) {
    it(`a proposal that is ${what} never becomes a candidate`, async () => {
      const { door, host } = await run((call) => (call.role === 'optimizer' ? reply : kindly(call)), {
        config: { writer: 'model' },
        optimizer: true,
        system: 'Judge the {{input}}.',
      });
      expect(door.library).toEqual([]);
      expect(door.of('optimizer').length).toBe(3);
      expect(door.of('primary').length).toBe(6);
      expect(host.linesOf('done').at(-1)).toMatchObject({ status: 'failed', code: 'optimizer-failed' });
    });
  }

  it('a model that writes is told feedback items only, and its prompt wins', async () => {
    const better = proposals('Judge the sentence. Say good or bad.');
    const { door, done } = await run((call) => (call.role === 'optimizer' ? { text: better } : kindly(call)), {
      config: { writer: 'model' },
      optimizer: true,
    });
    expect(done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    const told = door.of('optimizer')[0]?.input ?? '';
    expect(someItems().filter(({ input }) => told.includes(input)).length).toBe(6);
  });

  it('a budget that the gateway holds ends it with its best so far', async () => {
    const { door, host, done } = await run(
      (call, number) =>
        number > 120 ? { status: 402, code: 'budget_reached', message: 'The budget is used up.' } : kindly(call),
      { config: { iterations: 1000 } },
    );
    // Without a test no figure is what the run is known by, and none has a note that a reader takes for one of its split.
    const rows = sectionOf(host, 'Result').data.rows as unknown as { better: string; note?: string }[];
    expect(rows.map(({ better, note }) => [better, note])).toEqual(rows.map(() => ['none', undefined]));
    // No budget pays for so many.
    expect(host.linesOf('progress').every((line) => line.total_epochs === undefined)).toBe(true);
    expect(done).toMatchObject({ status: 'completed' });
    expect(milestones(host)).toContain('Budget reached: The budget is used up.');
    expect(door.calls.length).toBeLessThanOrEqual(124);
  });

  for (const strategy of ['racing', 'five-step'] as const) {
    it(`${strategy} plans for a budget in money that ends before its calls, and makes the test`, async () => {
      const limit = 170;
      const paid = {
        items: someItems(60),
        config: {
          strategy,
          budget: { calls: 400, optimizer_price: 1, usd: limit / 1000 },
          target: 0,
          iterations: 1000,
          patience: 50,
        },
      };
      // Each answer costs 0.001, and what was refused is not asked.
      const held = (call: Call, number: number): Reply =>
        number > limit ? { status: 402, code: 'budget_reached', message: 'The budget is used up.' } : kindly(call);
      const straight = await run(held, paid);
      expect(straight.door.calls.length).toBeLessThanOrEqual(limit);
      expect(straight.done).toMatchObject({ status: 'completed', code: 'budget-reached' });
      expect(straight.done.metrics).toHaveProperty('test_score');
      const words = milestones(straight.host).filter((one) => one.startsWith('The money left pays for about '));
      expect(words.length).toBeGreaterThan(0);
      expect(stepsOf(straight.host).some(({ name }) => name === 'plan')).toBe(true);
      // A run that is left and gone on with plans the same, though the ledger knows more by then.
      const pauses = [0.4, 0.7].map((share) => Math.floor(share * straight.door.calls.length));
      const door = await startDoor((call, number) => {
        if (pauses.includes(number)) host.send('pause');
        return held(call, number);
      });
      const { host, end } = hostFor({ ...paid, door });
      ends.push(end, () => door[Symbol.asyncDispose]());
      await expect(runOptimizer(host.start())).rejects.toThrow(Left);
      await expect(runOptimizer(host.start(String(host.linesOf('checkpoint').at(-1)?.id)))).rejects.toThrow(Left);
      await runOptimizer(host.start(String(host.linesOf('checkpoint').at(-1)?.id)));
      expect(door.calls.length).toBe(straight.door.calls.length);
      expect(host.linesOf('done').at(-1)).toMatchObject({ metrics: straight.done.metrics });
      expect(sectionOf(host, 'Steps')).toEqual(sectionOf(straight.host, 'Steps'));
    });
  }

  it('never asks for more than its budget', async () => {
    for (const calls of [1, 30, 90, 170]) {
      const { door, done } = await run(kindly, { config: { budget: { calls, optimizer_price: 1, usd: null } } });
      expect(done).toMatchObject({ status: 'completed' });
      expect(door.calls.length).toBeLessThanOrEqual(calls);
    }
  });

  it('a preflight that leaves nothing for a round is refused before anything is spent', async () => {
    const budget = (calls: number) => ({ preflight: true, budget: { calls, optimizer_price: 1, usd: null } });
    for (const calls of [100, 170]) {
      const { door, done } = await run(kindly, { config: budget(calls) });
      expect(door.calls).toEqual([]);
      expect(done).toMatchObject({ status: 'failed', code: 'budget-too-small' });
      const [, needed] =
        /Set budget\.calls to ([0-9]+) or more, or switch the preflight off/.exec(String(done.message)) ?? [];
      const enough = await run(kindly, { config: budget(Number(needed)) });
      expect(enough.done).toMatchObject({ status: 'completed' });
      expect(String(enough.done.message)).not.toMatch(/^Nothing was tried/);
      expect(enough.door.calls.length).toBeLessThanOrEqual(Number(needed));
      expect(JSON.stringify(sectionOf(enough.host, 'Preflight').data)).toContain(
        `After the preflight, ${Number(needed) - 160} calls pay`,
      );
    }
  });

  it('a budget too small for one round says that nothing was tried', async () => {
    const { host, output, done } = await run(kindly, {
      config: { budget: { calls: 20, optimizer_price: 1, usd: null } },
    });
    expect(String(done.message)).toMatch(/^Nothing was tried: the budget of 20 calls does not pay for one round/);
    const line = host.linesOf('checkpoint').at(-1);
    const checkpoint = { id: String(line?.id), folder: join(output, String(line?.folder)), step: 0, epoch: null };
    const more = await run(kindly, { task: { run_id: 'another', checkpoint } });
    const straight = await run(kindly);
    expect(more.done.message).toBe(straight.done.message);
  });

  it('a preflight of which every call fails stops after a few', async () => {
    const { door, host, done } = await run(() => ({ status: 502, code: 'provider_failed', message: 'It is down.' }), {
      config: { preflight: true },
    });
    expect(done).toMatchObject({ status: 'failed', code: 'no-answers' });
    expect(sectionOf(host, 'Preflight').data.rows).toMatchObject([
      { label: 'Noise', value: 'Not known: the preflight was not finished.' },
      { label: 'Headroom' },
      { label: 'Budget' },
      { label: 'Why it ended', value: expect.stringContaining('It is down.') },
    ]);
    expect(String(done.message)).toContain('It is down.');
    expect(door.calls.length).toBe(6);
  });

  it.each([
    ['a key that is revoked', 424, 'provider_key_refused', 'The provider refuses its key.'],
    ['a provider that is away', 502, 'provider_unreachable', 'The provider cannot be asked.'],
  ])('%s is waited for, and the run goes on afterwards', async (_what, status, code, message) => {
    let refused = 0;
    const { host, done } = await run((call, number) => {
      if (number < 40 || refused >= 3) return kindly(call);
      refused += 1;
      return { status, code, message };
    });
    expect(done).toMatchObject({ status: 'completed', metrics: { test_score: 1 } });
    expect(milestones(host).filter((words) => words.startsWith(`Waiting: ${message}`)).length).toBeGreaterThan(0);
  });

  it('a price that nobody knows ends it at once, in words', async () => {
    const { done } = await run(() => ({ status: 422, code: 'price_unknown', message: 'The price is not known.' }));
    expect(done).toMatchObject({ status: 'failed', code: 'no-language-model', message: 'The price is not known.' });
  });

  it('what cannot be run is said before anything is spent', async () => {
    const refuses = async (setting: Omit<Setting, 'door'>): Promise<string> => {
      const { door, done } = await run(kindly, setting);
      expect(door.calls).toEqual([]);
      expect(done).toMatchObject({ status: 'failed', code: 'unfit-data' });
      return String(done.message);
    };
    expect(await refuses({ items: [] })).toMatch(/^The data set has 0 items/);
    expect(await refuses({ items: someItems(1) })).toMatch(/^The data set has one item/);
    expect(await refuses({ config: { writer: 'model' } })).toMatch(/no language model has the role optimizer/);
    expect(await refuses({ config: { context_tokens: 128 }, system: 'Judge. '.repeat(200) })).toMatch(
      /takes about [0-9]+ tokens and the answer up to 32: together more than the context window of 128/,
    );
    expect(await refuses({ system: 'Judge {{review}}.' })).toMatch(
      /has \{\{review\}\}, .* it has input\. Nothing was spent/,
    );
  });

  it('texts of strangers stay texts', async () => {
    const strange = `<script>alert(1)</script> \u202e {{input}} ${'long '.repeat(60)}`;
    const items = someItems().map((item) => ({ ...item, input: `${item.input} ${strange}` }));
    const { host, done } = await run(kindly, { items });
    expect(done).toMatchObject({ status: 'completed' });
    expect(stepsOf(host).length).toBeGreaterThan(3);
  });
});
