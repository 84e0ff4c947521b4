import type { Recommendation } from '@trainyard/contracts';
import { classImbalance, unscoredClasses, weakClass } from './classes.ts';
import type { InsightInput, Rule } from './input.ts';
import { earlyPlateau, overfitting, stillImproving } from './learning-curves.ts';
import { calibration, fewUnits, notBetterThanBaseline, upperBound, wideScore } from './scores.ts';

/** What casts doubt on the score comes first, then what could raise it, then what to know. */
const rules: readonly Rule[] = [
  upperBound,
  notBetterThanBaseline,
  overfitting,
  stillImproving,
  weakClass,
  unscoredClasses,
  fewUnits,
  wideScore,
  calibration,
  classImbalance,
  earlyPlateau,
];

/** What follows from the numbers of a run; each recommendation names the figures that it rests on. */
export function recommend(input: InsightInput): Recommendation[] {
  return rules.flatMap((rule) => rule(input) ?? []);
}
