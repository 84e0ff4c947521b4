import { mcnemar, pairedBootstrap } from '@trainyard/domain';
import { enoughAnswers } from './enough-answers.ts';
import type { ScorePair } from './posterior.ts';

export interface ResultVerdict {
  verdict: 'improved' | 'worse' | 'no-reliable-difference';
  /** Test items that both prompts have answered; with none, the numbers are NaN. */
  n: number;
  /** Test items that were asked. */
  of: number;
  winner: number;
  seed: number;
  /** Mean of winner minus seed with its 95 % interval. */
  difference: number;
  low: number;
  high: number;
  p: number;
}

/**
 * Seed versus winner on the sealed test part: paired bootstrap interval, and for right-or-wrong scores the exact McNemar
 * test too, because the bootstrap of a few discordant items is too sure of itself.
 */
export function judgeResult(
  pairs: readonly ScorePair[],
  options: { seed?: number; draws?: number } = {},
): ResultVerdict {
  const both = pairs.flatMap(({ candidate, incumbent }) => {
    return candidate === null || incumbent === null ? [] : [{ candidate, incumbent }];
  });
  const [winner, seed] = [both.map((pair) => pair.candidate), both.map((pair) => pair.incumbent)];
  const mean = (values: readonly number[]): number => {
    return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const { value, low, high, p: resampled } = pairedBootstrap(winner, seed, options);
  const binary = [...winner, ...seed].every((score) => score === 0 || score === 1);
  const wins = both.filter((pair) => pair.candidate > pair.incumbent).length;
  const losses = both.filter((pair) => pair.candidate < pair.incumbent).length;
  const exact = mcnemar(wins, losses);
  // As few items as differ can show a difference only if chance alone would not do so once in twenty.
  const p = binary ? exact : Math.max(resampled, Math.min(1, 2 ** (1 - wins - losses)));
  const proved = enoughAnswers(both.length, pairs.length) && p < 0.05 && (low > 0 || high < 0);
  const verdict = !proved ? 'no-reliable-difference' : low > 0 ? 'improved' : 'worse';
  const means = { winner: mean(winner), seed: mean(seed), difference: value };
  return { verdict, n: both.length, of: pairs.length, ...means, low, high, p };
}
