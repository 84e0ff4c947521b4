import { describe, expect, it, vi } from 'vitest';
import { type Prompt, promptHash } from '../prompt/prompt.ts';
import { takeShrunk } from './endgame.ts';
import { idleWorld, scored, seedPrompt, simulate } from './fixtures/simulated-task.ts';
import { deliveredOf, type StrategyState } from './index.ts';

vi.setConfig({ testTimeout: 30_000 });

const isSeed = (prompt: Prompt): boolean => promptHash(prompt) === promptHash(seedPrompt);
describe('the test', () => {
  it('hands over the seed where the winner is not proved, and keeps the winner in the record', () => {
    const settings = { budget: 700, target: null };
    const better = simulate({ settings, answer: (prompt) => scored(!isSeed(prompt)) }).state;
    expect(deliveredOf(better)).toBe(better.winner);
    expect(better.winner).not.toBe('v0');
    const elsewhere = (prompt: Prompt, item: string) => scored(item.startsWith('test') || !isSeed(prompt));
    const unproved = simulate({ settings, answer: elsewhere }).state;
    expect(unproved.finish?.result?.verdict).toBe('no-reliable-difference');
    expect(unproved.winner).not.toBe('v0');
    expect(deliveredOf(unproved)).toBe('v0');
    expect(deliveredOf({ ...better, finish: null })).toBe('v0');
  });

  it('tells the score of a winner that is the seed, with its interval and for one pass', () => {
    const { state, calls } = simulate({ world: idleWorld, worldSeed: 4, settings: { budget: 900, target: null } });
    expect(state.winner).toBe('v0');
    expect(state.finish?.result).toMatchObject({ difference: 0, of: 100, look: 1 });
    const [low, high] = state.finish?.result?.scores.seed ?? [0, 0];
    expect(low).toBeLessThan(state.finish?.result?.seed ?? 0);
    expect(high).toBeGreaterThan(state.finish?.result?.seed ?? 1);
    expect(calls.filter((call) => call.includes(' test-')).length).toBe(100);
    expect(state.tested).toEqual([]);
  });

  it('is a second look for a run that goes on and finds another prompt, and the first again where it finds none', () => {
    // Each further edit helps: a run with more budget finds a better prompt.
    const answer = (prompt: Prompt, item: string) => {
      const made = JSON.stringify(prompt).length - JSON.stringify(seedPrompt).length;
      return scored(Number(item.split('-')[1]) % 100 < Math.min(95, 20 + made / 8));
    };
    const settings = { budget: 900, target: null, patience: 50, maxRounds: 1 };
    const first = simulate({ settings, answer }).state;
    expect(first.finish?.result).toMatchObject({ look: 1, confidence: 0.95 });
    expect(first.tested).toEqual([first.winner]);
    const second = simulate({ from: first, settings: { budget: 2000, maxRounds: 60 }, answer }).state;
    expect(second.tested).toEqual([first.winner, second.winner]);
    expect(second.finish?.result).toMatchObject({ look: 2, confidence: 0.975 });
    const same = simulate({ from: second, settings: {}, answer }).state;
    expect(same.winner).toBe(second.winner);
    expect(same.finish?.result).toEqual(second.finish?.result);
  });

  it('counts items of one group once, those of the test part too', () => {
    const clusters = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`test-${i}`, `g${i % 4}`]));
    const { state } = simulate({
      settings: { budget: 700, target: null },
      answer: (prompt) => scored(!isSeed(prompt)),
      clusters,
    });
    expect(state.finish?.result).toMatchObject({ verdict: 'no-reliable-difference', n: 4, items: 100 });
  });
});

describe('an example', () => {
  it('proves nothing on the item that it shows', () => {
    const shownBy = ({ examples }: Prompt) => examples.map(({ input }) => input);
    const shows = Array.from({ length: 8 }, (_, i) => ({ input: `feedback-${i}`, output: 'positive' }));
    const run = (others: (prompt: Prompt, item: string) => boolean) =>
      simulate({
        strategy: 'five-step',
        sizes: { feedback: 20, select: 20, confirm: 0, test: 20 },
        settings: { budget: 300, target: null, patience: 1 },
        shownBy,
        answer: (prompt, item) => scored(shownBy(prompt).includes(item) || others(prompt, item)),
        propose: (_state, call) => ({
          kind: 'proposed',
          call,
          candidates: [
            {
              prompt: { ...seedPrompt, examples: shows },
              finish: 'stop',
              action: 'add_example',
              hypothesis: '',
              origin: 'scripted',
            },
          ],
        }),
      }).state;
    const copied = run(() => false);
    expect(copied.versions.v1?.shows).toHaveLength(8);
    expect(copied.winner).toBe('v0');
    expect(run((prompt, item) => !isSeed(prompt) && item === 'select-3').winner).toBe('v1');
  });
});

describe('shortening', () => {
  it('loses no more in several steps than it may in one', () => {
    const { state } = simulate({ settings: { budget: 300, target: null } });
    const select = Array.from({ length: 200 }, (_, i) => `select-${i}`);
    const { v0 } = state.versions;
    if (v0 === undefined) throw new Error('there is no seed');
    /** Right on all but some items, of which each version has its own. */
    const row = (wrongFrom: number, wrong: number) => {
      return Object.fromEntries(select.map((item, i) => [item, scored(i < wrongFrom || i >= wrongFrom + wrong)]));
    };
    const draft: StrategyState = {
      ...state,
      parts: { ...state.parts, select },
      versions: {
        v1: { ...v0, id: 'v1', tokens: 30 },
        v2: { ...v0, id: 'v2', tokens: 20 },
        v3: { ...v0, id: 'v3', tokens: 10 },
      },
      cells: { v1: row(0, 20), v2: row(50, 22), v3: row(100, 24) },
      winner: 'v2',
      unshortened: 'v1',
      race: { against: 'v2', racing: [], through: [{ id: 'v3', verdict: 'keep' }], blocks: 20 },
    };
    const whole = { ...draft };
    takeShrunk(whole);
    expect(whole.winner).toBe('v2');
    const lastStepAlone = { ...draft, unshortened: 'v2' };
    takeShrunk(lastStepAlone);
    expect(lastStepAlone.winner).toBe('v3');
  });
});
