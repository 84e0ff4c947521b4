import { clusterPairs } from './clusters.ts';
import { betaCdf, studentCdf } from './distributions.ts';

/** Scores of two prompts on one item; null where one of them has no answer. */
export interface ScorePair {
  candidate: number | null;
  incumbent: number | null;
  /** What the item has in common with others, such as its input or its group; none: it stands for itself. */
  cluster?: string;
}

export interface Comparison {
  /** What counts as one: items that both have answered, equal ones and those of one group together. */
  n: number;
  /** Items that both have answered. */
  items: number;
  /** Of n, on which the candidate is better, and worse. */
  wins: number;
  losses: number;
  /** Mean of candidate minus incumbent; 0 where nothing was compared. */
  difference: number;
  /** Probability that the candidate is truly better. */
  better: number;
}

/**
 * P(better) from paired scores.
 *
 * Right or wrong: only items on which the two differ say anything. Of these the candidate wins a share θ; with Jeffreys'
 * prior θ is Beta(wins + ½, losses + ½) and P(better) = P(θ > ½) (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.8).
 *
 * Graded: the mean difference is Student's t about the observed one, with n − 1 degrees of freedom, under the usual
 * uninformative prior (the same, 3.2). Closed forms, so the same pairs give the same number without random draws.
 */
export function comparePairs(pairs: readonly ScorePair[]): Comparison {
  const clusters = clusterPairs(pairs);
  const differences = clusters.map(({ candidate, incumbent }) => candidate - incumbent);
  const items = clusters.reduce((sum, one) => sum + one.items, 0);
  const n = differences.length;
  const wins = differences.filter((value) => value > 0).length;
  const losses = differences.filter((value) => value < 0).length;
  const difference = n === 0 ? 0 : differences.reduce((sum, value) => sum + value, 0) / n;
  return { n, items, wins, losses, difference, better: posterior(differences, { wins, losses, difference }) };
}

function posterior(
  differences: readonly number[],
  { wins, losses, difference }: Pick<Comparison, 'wins' | 'losses' | 'difference'>,
): number {
  const bySign = wins === losses ? 0.5 : 1 - betaCdf(0.5, wins + 0.5, losses + 0.5);
  const binary = differences.every((value) => value === 0 || Math.abs(value) === 1);
  if (binary || wins + losses < 2) return bySign;
  const n = differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - difference) ** 2, 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  // Differences that are all alike have no spread to judge by; how many they are still counts.
  return error < 1e-12 ? bySign : studentCdf(difference / error, n - 1);
}
