import { clusterPairs } from '../race/clusters.ts';
import { comparePairs } from '../race/posterior.ts';
import { decide } from '../race/race.ts';
import { blocksOf } from '../race/rules.ts';
import { ask, costOf, meanOf, pairsOf } from './ledger.ts';
import type { Decision, StrategyState } from './types.ts';

function itemsOf(draft: StrategyState, blocks: number): string[] {
  return draft.parts.select.slice(0, blocks * draft.settings.race.block);
}

function askBlock(draft: StrategyState, candidates: readonly string[], against: string, blocks: number): void {
  const items = itemsOf(draft, blocks);
  ask(draft, against, items);
  for (const candidate of candidates) ask(draft, candidate, items);
}

/**
 * Those of the candidates that the allowance takes to this distance. The first of them is the most promising: what it needs for
 * the full distance is put aside before the others get anything, so that no race spends its money on all and has none left
 * for its winner.
 */
function affordable(
  draft: StrategyState,
  candidates: readonly string[],
  against: string,
  blocks: number,
  allowance: number,
): string[] {
  const [first, ...others] = candidates;
  if (first === undefined) return [];
  const items = itemsOf(draft, blocks);
  const { select } = draft.parts;
  const whole = costOf(draft, first, select) + costOf(draft, against, select);
  const next = costOf(draft, first, items) + costOf(draft, against, items);
  if (next > allowance) return affordable(draft, others, against, blocks, allowance);
  let left = allowance - Math.max(next, whole);
  const paid = others.filter((candidate) => {
    const cost = costOf(draft, candidate, items);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
  return [first, ...paid];
}

/**
 * Candidates against one prompt on the select part, block by block; `allowance` is what the race may still spend. False where
 * not even one can be paid for.
 */
export function startRace(
  draft: StrategyState,
  candidates: readonly string[],
  against: string,
  allowance: number,
): boolean {
  const blocks = Math.min(draft.settings.race.minBlocks, blocksOf(draft.parts.select.length, draft.settings.race));
  const paid = affordable(draft, candidates, against, blocks, allowance);
  if (paid.length === 0) return false;
  draft.race = { against, racing: paid, through: [], blocks };
  askBlock(draft, paid, against, blocks);
  return true;
}

type Look = Omit<Decision, 'round' | 'phase'>;

/** Those who were never better, with chances enough: on items that the other prompt left something to gain on. */
function withoutGain(draft: StrategyState, on: readonly Look[], items: readonly string[]): Look[] {
  const { chances } = draft.settings.race;
  return on.flatMap((one) => {
    const had = clusterPairs(pairsOf(draft, one.candidate, one.against, items)).filter(
      ({ incumbent }) => incumbent < 1,
    );
    return one.wins === 0 && had.length >= chances ? [{ ...one, verdict: 'no-gain' as const }] : [];
  });
}

/** Those who are hardly better than the best of the same race: one winner is enough. */
function behindLeader(draft: StrategyState, on: readonly Look[], items: readonly string[]): Look[] {
  const mean = (id: string): number => meanOf(draft, id, items);
  const [leader] = on.map(({ candidate }) => candidate).sort((a, b) => mean(b) - mean(a));
  const threshold = draft.settings.race.dropBehind;
  return on.flatMap(({ candidate, look }) => {
    if (leader === undefined || candidate === leader) return [];
    const comparison = comparePairs(pairsOf(draft, candidate, leader, items));
    if (comparison.better >= threshold) return [];
    return [{ ...comparison, candidate, against: leader, look, threshold, verdict: 'behind' as const }];
  });
}

function without(all: readonly Look[], dropped: readonly Look[]): Look[] {
  return all.filter(({ candidate }) => !dropped.some((one) => one.candidate === candidate));
}

/** Looks at all who race; false where the race is over. Called when every answer of the block is there. */
export function lookAtRace(draft: StrategyState, allowance: number): boolean {
  const race = draft.race;
  if (race === null) return false;
  const { against } = race;
  const { select } = draft.parts;
  const items = itemsOf(draft, race.blocks);
  // What all candidates together may find by chance, the sealed test answers for.
  const looked = race.racing.map((candidate): Look => {
    const pairs = pairsOf(draft, candidate, against, items);
    return { candidate, against, ...decide({ pairs, items: select.length }, draft.settings.race) };
  });
  const record = (list: readonly Look[]): void => {
    const { round, phase } = draft;
    draft.decisions = [...draft.decisions, ...list.map((one) => ({ ...one, round, phase }))];
  };
  record(looked);
  const through = looked.flatMap(({ candidate, verdict }) => {
    return verdict === 'accept' || verdict === 'keep' ? [{ id: candidate, verdict }] : [];
  });
  const racing = looked.filter(({ verdict }) => verdict === 'race-on');
  // Who is to be shortened wants all that are as good; who is to be bettered wants the best.
  const searching = draft.phase === 'race';
  const idle = searching ? withoutGain(draft, racing, items) : [];
  const behind = searching ? behindLeader(draft, without(racing, idle), items) : [];
  record([...idle, ...behind]);
  // The most promising is paid for first where the money does not reach for all.
  const on = without(racing, [...idle, ...behind]).sort((a, b) => b.better - a.better);
  const blocks = race.blocks + 1;
  const ids = on.map(({ candidate }) => candidate);
  const paid = affordable(draft, ids, against, blocks, allowance);
  record(
    on.filter(({ candidate }) => !paid.includes(candidate)).map((one) => ({ ...one, verdict: 'no-budget' as const })),
  );
  draft.race = { ...race, racing: paid, through: [...race.through, ...through], blocks };
  if (paid.length === 0) return false;
  askBlock(draft, paid, against, blocks);
  return true;
}
