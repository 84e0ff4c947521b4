import { describe, expect, it } from 'vitest';
import { promptHash } from '../prompt/prompt.ts';
import { scored, seedPrompt, simulate } from './fixtures/simulated-task.ts';
import { defaultStrategySettings } from './index.ts';

describe('a race', () => {
  // Of each round the one candidate with a text of even length is always right, all else never.
  const even = ({ system, output }: { system: string; output: string }) => `${system}${output}`.length % 2 === 0;
  const settings = { target: null, maxRounds: 1 };
  const answer = (prompt: typeof seedPrompt) => scored(promptHash(prompt) !== promptHash(seedPrompt) && even(prompt));

  it('drops who is hardly better than its leader, though not worse than the incumbent', () => {
    const runs = [1, 2, 3, 4].map((seed) => simulate({ settings: { ...settings, seed, budget: 900 }, answer }).state);
    const behind = runs.flatMap((state) =>
      state.decisions
        .filter(({ verdict }) => verdict === 'behind')
        .map((one) => ({ ...one, leader: state.versions[one.against], loser: state.versions[one.candidate] })),
    );
    expect(behind.length).toBeGreaterThan(0);
    for (const { leader, loser, better, threshold, items } of behind) {
      expect(even(leader?.prompt ?? seedPrompt)).toBe(true);
      expect(even(loser?.prompt ?? seedPrompt)).toBe(false);
      expect(better).toBeLessThan(threshold);
      expect(items).toBe(defaultStrategySettings.race.block);
    }
  });

  it('drops who answers like the incumbent, once there were chances enough to be better', () => {
    const like = (_prompt: typeof seedPrompt, item: string) => scored(Number(item.split('-')[1]) % 2 === 0);
    const { state } = simulate({ settings: { ...settings, maxRounds: 3, budget: 900 }, answer: like });
    const raced = state.decisions.filter(({ phase, verdict }) => phase === 'race' && verdict !== 'race-on');
    expect(raced.length).toBeGreaterThan(0);
    expect(new Set(raced.map(({ verdict }) => verdict))).toEqual(new Set(['no-gain']));
    for (const { wins, items } of raced) {
      expect(wins).toBe(0);
      expect(items).toBeGreaterThanOrEqual(defaultStrategySettings.race.chances);
      expect(items).toBeLessThan(state.parts.select.length);
    }
  });

  it('puts aside what its leader needs to the end: a small budget is not spent on all and wasted', () => {
    const { state } = simulate({ settings: { ...settings, budget: 150 }, answer });
    expect(state.winner).not.toBe('v0');
    expect(state.finish?.result?.verdict).toBe('improved');
  });
});
