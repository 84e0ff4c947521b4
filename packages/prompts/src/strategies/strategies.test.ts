import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ItemResult } from '../metrics/result.ts';
import { promptHash } from '../prompt/prompt.ts';
import { idleWorld, kindWorld, partsOf, scored, seedPrompt, simulate, tools } from './fixtures/simulated-task.ts';
import {
  applyEvent,
  continueStrategy,
  defaultStrategySettings,
  deliveredOf,
  leastBudget,
  randomAdviser,
  requestsOf,
  roundCost,
  type StrategyState,
  spent,
  startStrategy,
} from './index.ts';

// Simulations, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const strategies = ['racing', 'five-step'] as const;
const small = { feedback: 12, select: 30, confirm: 15, test: 30 };

function gain(state: StrategyState): number {
  const winner = state.versions[state.winner];
  return winner === undefined ? Number.NaN : kindWorld(winner.prompt) - kindWorld(seedPrompt);
}

describe('racing', () => {
  it('improves a seed prompt on a task with something to gain, and says so', () => {
    const runs = Array.from({ length: 12 }, (_, seed) =>
      simulate({ worldSeed: seed, settings: { seed, budget: 900, target: null } }),
    );
    expect(runs.filter(({ state }) => gain(state) > 0).length).toBeGreaterThanOrEqual(11);
    expect(runs.filter(({ state }) => gain(state) < 0).length).toBe(0);
    expect(runs.filter(({ state }) => state.finish?.result?.verdict === 'improved').length).toBeGreaterThanOrEqual(9);
    expect(runs.filter(({ state }) => state.finish?.result?.verdict === 'worse').length).toBe(0);
  });

  it('keeps the seed where nothing helps, and hardly ever calls it improved', () => {
    const runs = Array.from({ length: 40 }, (_, seed) =>
      simulate({
        world: idleWorld,
        worldSeed: seed,
        sizes: small,
        settings: { seed, budget: 400, target: null, patience: 4 },
      }),
    );
    expect(runs.filter(({ state }) => state.finish?.result?.verdict === 'improved').length).toBeLessThanOrEqual(1);
    expect(runs.filter(({ state }) => deliveredOf(state) === 'v0').length).toBeGreaterThanOrEqual(39);
    expect(runs.filter(({ state }) => state.winner === 'v0').length).toBeGreaterThan(20);
  });

  it('ends races of the hopeless early', () => {
    const { state } = simulate({ settings: { budget: 900, target: null } });
    const dropped = state.decisions.filter(({ verdict }) => verdict === 'drop');
    expect(dropped.length).toBeGreaterThan(0);
    expect(Math.min(...dropped.map(({ n }) => n))).toBe(5);
    for (const { better, threshold } of dropped) expect(better).toBeLessThan(threshold);
  });

  it('takes its parents from the archive and records who made what', () => {
    const { state } = simulate({ settings: { budget: 1500, target: null, patience: 10 } });
    const tried = Object.values(state.versions).filter(({ origin }) => origin === 'scripted');
    expect(tried.some(({ parents }) => parents[0] !== 'v0')).toBe(true);
    for (const version of tried) {
      expect(version.hash).toBe(promptHash(version.prompt));
      expect(version.actionDetected).not.toBeNull();
      expect(state.versions[version.parents[0] ?? '']).toBeDefined();
    }
    expect(new Set(Object.values(state.versions).map(({ hash }) => hash)).size).toBe(
      Object.keys(state.versions).length,
    );
  });

  it('delivers the shorter of two equal prompts', () => {
    // Any change of the seed helps, and a further one does not.
    const found = Array.from({ length: 6 }, (_, seed) =>
      simulate({
        settings: { seed, budget: 1500, target: null, patience: 4, maxRounds: 10 },
        answer: ({ system, output }) => {
          const right = `${system} ${output}`.length > `${seedPrompt.system} ${seedPrompt.output}`.length;
          return scored(right);
        },
      }),
    );
    const shrunk = found.filter(({ state }) => state.versions[state.winner]?.origin === 'shrunk');
    expect(shrunk.length).toBeGreaterThan(0);
    for (const { state } of shrunk) {
      const winner = state.versions[state.winner];
      const parent = state.versions[winner?.parents[0] ?? ''];
      expect(winner?.tokens).toBeLessThan(parent?.tokens ?? 0);
    }
  });

  it('does not deliver what confirm speaks against, however good it looked', () => {
    const { state } = simulate({
      sizes: { feedback: 12, select: 40, confirm: 20, test: 20 },
      settings: { budget: 840, target: null },
      answer: (prompt, item) => {
        const right = (promptHash(prompt) === promptHash(seedPrompt)) === item.startsWith('confirm');
        return scored(right);
      },
    });
    expect(state.incumbent).not.toBe('v0');
    expect(state.winner).toBe('v0');
  });

  it('lets an adviser choose who races, and nothing else', () => {
    const first = simulate({ settings: { budget: 700, raced: 1, candidates: 4 } });
    expect(
      new Set(first.state.decisions.filter(({ round }) => round === 1).map(({ candidate }) => candidate)).size,
    ).toBe(1);
    const { state } = simulate({ settings: { budget: 700 } });
    const request = { ...state, phase: 'propose' as const };
    const asked = requestsOf(request, { adviser: randomAdviser });
    expect(asked).toEqual(requestsOf(request, { adviser: randomAdviser }));
    expect(asked[0]).toMatchObject({ kind: 'propose', count: 4, suggested: expect.any(Array) });
  });
});

describe('five-step', () => {
  it('keeps the better mean on the training items', () => {
    const { state } = simulate({ strategy: 'five-step', settings: { budget: 2000, target: null, maxRounds: 10 } });
    expect(state.finish?.reason).toBe('rounds');
    expect(gain(state)).toBeGreaterThan(0);
    expect(state.finish?.result?.verdict).toBe('improved');
    expect(state.proposalCalls).toBe(10);
  });

  it('stops at the target', () => {
    const { state } = simulate({ strategy: 'five-step', settings: { budget: 2000, target: 0.3 } });
    expect(state.finish).toMatchObject({
      reason: 'target',
      result: { verdict: 'no-reliable-difference', difference: 0 },
    });
    expect(state.proposalCalls).toBe(0);
  });
});

for (const strategy of strategies) {
  describe(`${strategy}, whatever happens`, () => {
    it('never exceeds its budget, not by one call, and asks for nothing twice', () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 900 }), fc.nat(50), fc.constantFrom(1, 7, 0.5), (budget, seed, price) => {
          const { state, calls, proposals } = simulate({
            strategy,
            sizes: small,
            worldSeed: seed,
            settings: { seed, budget, optimizerPrice: price, target: null },
          });
          expect(calls.length + proposals * price).toBeLessThanOrEqual(budget);
          expect(spent(state)).toBeCloseTo(calls.length + proposals * price, 9);
          expect(new Set(calls).size).toBe(calls.length);
          expect(state.phase).toBe('done');
        }),
        { numRuns: 30 },
      );
    });

    it('tests on no more items than one call in three pays for, and begins where a whole round fits', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 600 }),
          fc.nat(40),
          fc.nat(60),
          fc.nat(300),
          (budget, few, some, test) => {
            const settings = { ...defaultStrategySettings, budget, target: null };
            const parts = partsOf({ feedback: few, select: some, confirm: few, test });
            const start = { strategy, seed: seedPrompt, parts, settings };
            const state = startStrategy(start, tools);
            expect(2 * state.parts.test.length).toBeLessThanOrEqual(budget / 3);
            if (few > 0 && some > 0) expect(state.finish?.reason === 'budget').toBe(roundCost(start) > budget);
            const least = { ...settings, budget: leastBudget(start) };
            expect(roundCost({ ...start, settings: least })).toBeLessThanOrEqual(least.budget);
          },
        ),
        { numRuns: 200 },
      );
    });

    it('ends the same after a crash at any event, and in whatever order answers come', () => {
      const settings = { budget: 700, target: null };
      const straight = simulate({ strategy, sizes: small, settings });
      const resumed = simulate({
        strategy,
        sizes: small,
        settings,
        between: (state) => JSON.parse(JSON.stringify(state)),
      });
      expect(resumed.state).toEqual(straight.state);
      for (const shuffle of [1, 2, 3]) {
        const mixed = simulate({ strategy, sizes: small, settings, shuffle });
        expect(mixed.state).toEqual(straight.state);
        expect(new Set(mixed.calls)).toEqual(new Set(straight.calls));
        expect(mixed.calls.length).toBe(straight.calls.length);
      }
    });

    it('takes an event that comes twice once', () => {
      const twice = simulate({
        strategy,
        sizes: small,
        settings: { budget: 500, target: null },
        between: (state) => {
          const [version] = Object.keys(state.cells);
          const item = Object.keys(state.cells[version ?? ''] ?? {})[0] ?? '';
          const zero: ItemResult = { status: 'failed', score: 0, metrics: {}, tag: 'empty', feedback: '' };
          const known = state.cells[version ?? '']?.[item];
          if (version === undefined || known === null || known === undefined) return state;
          const after = applyEvent(
            state,
            { kind: 'answered', version, results: { [item]: zero, unknown: zero } },
            tools,
          );
          expect(after).toEqual(state);
          return applyEvent(after, { kind: 'proposal-failed', call: state.proposalCalls, reason: 'late' }, tools);
        },
      });
      expect(twice.state).toEqual(simulate({ strategy, sizes: small, settings: { budget: 500, target: null } }).state);
    });

    it('stops before more task calls are spent where the optimizer always fails', () => {
      const { state, calls, proposals } = simulate({
        strategy,
        sizes: small,
        propose: (_state, call) => ({ kind: 'proposal-failed', call, reason: 'HTTP 500' }),
      });
      expect(proposals).toBe(3);
      expect(calls.length).toBe(strategy === 'racing' ? 8 : 42);
      expect(state.finish).toMatchObject({ reason: 'optimizer-failed', result: null });
      expect(state.finish?.detail).toBe('3 proposals in a row brought nothing: HTTP 500');
      expect(state.winner).toBe('v0');
    });

    it('never makes a candidate of a truncated, empty or repeated proposal', () => {
      const { state } = simulate({
        strategy,
        sizes: small,
        propose: (_state, call) => ({
          kind: 'proposed',
          call,
          candidates: [
            { prompt: { ...seedPrompt, system: 'Classify the te' }, finish: 'length' },
            { prompt: { system: '', output: '', examples: [] }, finish: 'stop' },
            { prompt: seedPrompt, finish: 'stop' },
          ].map((one) => ({ ...one, action: null, hypothesis: '', origin: 'model' as const })),
        }),
      });
      expect(Object.keys(state.versions)).toEqual(['v0']);
      expect(state.refusals.flatMap(({ refusals }) => refusals.map(({ code }) => code)).slice(0, 3)).toEqual([
        'not-finished',
        'empty',
        'tried-before',
      ]);
      expect(state.finish?.reason).toBe('optimizer-failed');
    });

    it('stops and says so where every call fails', () => {
      const { state, calls } = simulate({
        strategy,
        sizes: small,
        answer: () => ({ status: 'missing', reason: 'HTTP 401' }),
      });
      expect(calls.length).toBe(strategy === 'racing' ? 8 : 42);
      expect(state.finish).toMatchObject({ reason: 'no-answers', detail: expect.stringContaining('HTTP 401') });
    });

    it('stops early where the provider dies in the middle', () => {
      let answered = 0;
      const { state, calls } = simulate({
        strategy,
        sizes: small,
        settings: { budget: 900 },
        answer: () => {
          answered += 1;
          if (answered > 50) return { status: 'missing', reason: 'gone' };
          return { status: 'failed', score: 0, metrics: {}, tag: 'empty', feedback: '' };
        },
      });
      expect(state.finish?.reason).toBe('no-answers');
      expect(calls.length).toBeLessThan(220);
    });

    it('counts an item that never answers as missing, not as zero', () => {
      const { state } = simulate({
        strategy,
        sizes: small,
        settings: { budget: 700, target: 0.99 },
        answer: (_prompt, item) =>
          item.endsWith('-3')
            ? { status: 'missing', reason: 'HTTP 400' }
            : { status: 'ok', score: 1, metrics: {}, tag: null, feedback: 'Right.' },
      });
      expect(state.winner).toBe('v0');
      expect(state.finish?.reason).not.toBe('no-answers');
      if (strategy === 'five-step') expect(state.finish?.reason).toBe('target');
    });

    it('takes no candidate that leaves more than one item in ten without an answer', () => {
      const winnerWith = (silent: (at: number) => boolean) =>
        simulate({
          strategy,
          sizes: small,
          settings: { budget: 900, target: null },
          answer: (prompt, item) => {
            const seed = promptHash(prompt) === promptHash(seedPrompt);
            if (!seed && silent(Number(item.split('-')[1]))) return { status: 'missing', reason: 'HTTP 400' };
            return scored(!seed);
          },
        }).state.winner;
      expect(winnerWith((at) => at % 15 === 14)).not.toBe('v0');
      expect(winnerWith((at) => at % 5 === 4)).toBe('v0');
    });

    it('stops at once when it is told to, with the best so far', () => {
      let seen = 0;
      const { state } = simulate({
        strategy,
        sizes: small,
        settings: { budget: 900, target: null },
        between: (now) => {
          seen += 1;
          return seen === 6
            ? applyEvent(now, { kind: 'stop', reason: 'budget', detail: 'The budget is reached.' }, tools)
            : now;
        },
      });
      expect(state.finish).toEqual({ reason: 'budget', detail: 'The budget is reached.', result: null });
      expect(state.winner).toBe(state.incumbent);
    });

    it('goes on with more budget, and asks for nothing again', () => {
      const settings = { budget: 250, target: null, patience: 20 };
      const first = simulate({ strategy, sizes: small, settings });
      expect(first.state.finish?.reason).toBe('budget');
      const second = simulate({ from: first.state, settings: { budget: 900 } });
      expect(second.calls.length).toBeGreaterThan(100);
      expect(second.calls.filter((call) => first.calls.includes(call))).toEqual([]);
      expect(spent(second.state)).toBe(first.calls.length + second.calls.length + first.proposals + second.proposals);
      expect(spent(second.state)).toBeLessThanOrEqual(900);
      expect(gain(second.state)).toBeGreaterThanOrEqual(gain(first.state));
      const same = simulate({ from: second.state, settings: {} });
      expect(same.calls.length + same.proposals).toBeLessThanOrEqual(900 - spent(second.state));
    });

    it('goes on after it was stopped in the middle of the test, without asking for a test item before the next test', () => {
      const cut = simulate({
        strategy,
        settings: { budget: 1500, target: null, maxRounds: 3 },
        shuffle: 4,
        between: (now) =>
          now.phase === 'test' ? applyEvent(now, { kind: 'stop', reason: 'stopped', detail: '' }, tools) : now,
      });
      const nulls = (state: StrategyState) =>
        Object.values(state.cells)
          .flatMap((row) => Object.values(row))
          .includes(null);
      expect(nulls(cut.state)).toBe(true);
      const on = continueStrategy(cut.state, { budget: 3000, maxRounds: 6 }, tools);
      expect(on.phase).not.toBe('test');
      const asked = requestsOf(on, tools).flatMap((one) => (one.kind === 'answer' ? one.items : []));
      expect(asked.filter((item) => item.startsWith('test'))).toEqual([]);
      expect(simulate({ from: cut.state, settings: { budget: 3000, maxRounds: 6 } }).state.finish?.result?.n).toBe(100);
    });

    it('goes on after it was stopped in the middle of a block', () => {
      let seen = 0;
      const cut = simulate({
        strategy,
        sizes: small,
        settings: { budget: 900, target: null },
        shuffle: 4,
        between: (now) => {
          seen += 1;
          return seen === 9 ? applyEvent(now, { kind: 'stop', reason: 'stopped', detail: '' }, tools) : now;
        },
      });
      expect(cut.state.finish?.reason).toBe('stopped');
      const on = simulate({ from: cut.state });
      expect(on.state.phase).toBe('done');
      expect(on.state.finish?.reason).not.toBe('stopped');
      expect(on.calls.filter((call) => cut.calls.includes(call))).toEqual([]);
    });

    it('copes with parts that hold almost nothing', () => {
      fc.assert(
        fc.property(
          fc.nat(2),
          fc.nat(2),
          fc.nat(2),
          fc.nat(2),
          fc.nat(60),
          (feedback, select, confirm, test, budget) => {
            const sizes = { feedback, select, confirm, test };
            expect(simulate({ strategy, sizes, settings: { budget } }).state.phase).toBe('done');
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}
