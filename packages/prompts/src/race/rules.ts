/** How a candidate races against the incumbent; all of it is a setting of a run. */
export interface RaceRules {
  /** Items that are answered before the next look. */
  block: number;
  /** Nothing is decided before so many blocks. */
  minBlocks: number;
  /** A candidate is dropped below this at the first look, and below `dropTo` at the last. */
  dropFrom: number;
  dropTo: number;
  /** A candidate whose probability to be better than the leader of its race is below this is not worth its next block. */
  dropBehind: number;
  /** A candidate that was not better once on so many items that the other prompt left something to gain on is dropped. */
  chances: number;
  /** P(better) that a candidate needs at the full pass. */
  accept: number;
}

export const defaultRaceRules: RaceRules = {
  block: 5,
  minBlocks: 1,
  dropFrom: 0.25,
  dropTo: 0.4,
  dropBehind: 0.2,
  chances: 6,
  accept: 0.9,
};

export function blocksOf(items: number, rules: RaceRules): number {
  return Math.max(1, Math.ceil(items / rules.block));
}

/** The bar rises with each look: early a candidate may be unlucky, late it has had its chance. */
export function dropThreshold(blocksDone: number, blocksTotal: number, rules: RaceRules = defaultRaceRules): number {
  const first = Math.min(rules.minBlocks, blocksTotal);
  if (blocksTotal <= first) return rules.dropTo;
  const share = Math.min(1, Math.max(0, (blocksDone - first) / (blocksTotal - first)));
  return rules.dropFrom + share * (rules.dropTo - rules.dropFrom);
}
