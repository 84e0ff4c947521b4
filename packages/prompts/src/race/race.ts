import { enoughAnswers } from './enough-answers.ts';
import { type Comparison, comparePairs, type ScorePair } from './posterior.ts';
import { blocksOf, defaultRaceRules, dropThreshold, type RaceRules } from './rules.ts';

export interface RaceDecision extends Comparison {
  /** `race-on`: answer the next block; `drop`: worse; `accept`: takes the incumbent's place; `keep`: full pass, not proved better. */
  verdict: 'race-on' | 'drop' | 'accept' | 'keep';
  /** What P(better) was held against. */
  threshold: number;
  /** Looks at this candidate so far, this one included. */
  look: number;
}

export interface RaceStanding {
  /** Pairs so far, in the order of the items; an item without an answer has a place too. */
  pairs: readonly ScorePair[];
  /** Items of a full pass. */
  items: number;
}

/**
 * One look at a candidate, after a whole block. It may lose at any look and win only at the full pass, so that looking often
 * cannot make a winner.
 */
export function decide(standing: RaceStanding, rules: RaceRules = defaultRaceRules): RaceDecision {
  const { pairs, items } = standing;
  const comparison = comparePairs(pairs);
  const total = blocksOf(items, rules);
  const done = Math.min(total, Math.floor(pairs.length / rules.block) + (pairs.length >= items ? 1 : 0));
  const look = Math.max(1, done - Math.min(rules.minBlocks, total) + 1);
  if (pairs.length >= items) {
    const threshold = rules.accept;
    const answered = comparison.items;
    const enough = answered >= Math.min(items, rules.block * rules.minBlocks) && enoughAnswers(answered, items);
    return { ...comparison, threshold, look, verdict: enough && comparison.better > threshold ? 'accept' : 'keep' };
  }
  const threshold = dropThreshold(done, total, rules);
  const early = done < rules.minBlocks;
  return { ...comparison, threshold, look, verdict: !early && comparison.better < threshold ? 'drop' : 'race-on' };
}
