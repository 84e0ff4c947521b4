import { type BootstrapOptions, clusterBootstrap, mcnemar } from '@trainyard/domain';
import { clusterPairs } from './clusters.ts';
import { enoughAnswers } from './enough-answers.ts';
import type { ScorePair } from './posterior.ts';

type Range = [low: number, high: number];

export interface ResultVerdict {
  verdict: 'improved' | 'worse' | 'no-reliable-difference';
  /** What counts as one on test: items that both prompts have answered, equal ones and those of one group together. */
  n: number;
  /** Test items that both have answered; with none, the numbers are NaN. */
  items: number;
  /** Test items that were asked. */
  of: number;
  winner: number;
  seed: number;
  /** Mean of winner minus seed with its interval. */
  difference: number;
  low: number;
  high: number;
  p: number;
  /** The how manyth prompt it is that a run and those it goes on from hold against the seed on these items. */
  look: number;
  /** Of the interval of the difference: 0.95 at the first look. */
  confidence: number;
  /** Intervals of the scores themselves, 95 % each. */
  scores: { winner: Range; seed: Range };
}

export interface ResultOptions {
  seed?: number;
  draws?: number;
  look?: number;
}

/**
 * The error that a look may make: 5 % at the first, half of that at each further one. A run that goes on until the same test
 * items like it would else find something by chance; like this all looks together err at most once in ten.
 */
export function levelOfLook(look: number): number {
  return 0.05 / 2 ** (Math.max(1, look) - 1);
}

/** Enough for a dozen looks; twice as many for each further one would soon take hours. */
const mostDraws = 200_000;

interface Scored {
  winner: number[];
  seed: number[];
  clusters: string[];
}

function scoredOf(pairs: readonly ScorePair[]): Scored {
  const scored: Scored = { winner: [], seed: [], clusters: [] };
  for (const [i, { candidate, incumbent, cluster }] of pairs.entries()) {
    if (candidate === null || incumbent === null) continue;
    scored.winner.push(candidate);
    scored.seed.push(incumbent);
    scored.clusters.push(cluster === undefined ? `item ${i}` : `cluster ${cluster}`);
  }
  return scored;
}

/**
 * Seed versus winner on the sealed test part: the interval of a bootstrap that draws whole clusters, and for right-or-wrong
 * scores McNemar's exact test over clusters too, because the bootstrap of a few discordant items is too sure of itself.
 */
export function judgeResult(pairs: readonly ScorePair[], options: ResultOptions = {}): ResultVerdict {
  const { seed: randomSeed = 0, look = 1 } = options;
  const level = levelOfLook(look);
  // Tails of later looks are thinner and need more draws; beyond the most, graded scores can prove nothing any more.
  const draws = options.draws ?? Math.min(mostDraws, Math.round(100 / level));
  const { winner, seed, clusters } = scoredOf(pairs);
  const ones = clusterPairs(pairs);
  const none = winner.map(() => 0);
  const over = (a: readonly number[], b: readonly number[], more: BootstrapOptions) => {
    return clusterBootstrap(a, b, clusters, { seed: randomSeed, ...more });
  };
  // Of a seed against itself nothing has to be drawn.
  const same = winner.length > 0 && winner.every((score, i) => score === seed[i]);
  const {
    value,
    low,
    high,
    p: resampled,
  } = same ? { value: 0, low: 0, high: 0, p: 1 } : over(winner, seed, { draws, confidence: 1 - level });
  const plain = { draws: Math.min(draws, 2000) };
  const own = over(winner, none, plain);
  const scores = { winner: own, seed: same ? own : over(seed, none, plain) };
  const wins = ones.filter((pair) => pair.candidate > pair.incumbent).length;
  const losses = ones.filter((pair) => pair.candidate < pair.incumbent).length;
  const exact = mcnemar(wins, losses);
  const binary = [...winner, ...seed].every((score) => score === 0 || score === 1);
  // As few as differ can show a difference only if chance alone would not do so once in twenty.
  const p = binary ? exact : Math.max(resampled, Math.min(1, 2 ** (1 - wins - losses)));
  const sure = enoughAnswers(winner.length, pairs.length) && p < level;
  const improved = sure && low > 0 && wins > losses;
  const worse = sure && high < 0 && losses > wins;
  return {
    verdict: improved ? 'improved' : worse ? 'worse' : 'no-reliable-difference',
    n: ones.length,
    items: winner.length,
    of: pairs.length,
    winner: scores.winner.value,
    seed: scores.seed.value,
    difference: value,
    low,
    high,
    p,
    look,
    confidence: 1 - level,
    scores: { winner: [scores.winner.low, scores.winner.high], seed: [scores.seed.low, scores.seed.high] },
  };
}
