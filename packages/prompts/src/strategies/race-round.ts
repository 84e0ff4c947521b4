import { decide } from '../race/race.ts';
import { blocksOf } from '../race/rules.ts';
import { ask, costOf, pairsOf } from './ledger.ts';
import type { Decision, StrategyState } from './types.ts';

/** Candidates against one prompt on the select part, block by block; `allowance` is what the race may still spend. */
function itemsOf(draft: StrategyState, blocks: number): string[] {
  return draft.parts.select.slice(0, blocks * draft.settings.race.block);
}

function askBlock(draft: StrategyState, candidates: readonly string[], against: string, blocks: number): void {
  const items = itemsOf(draft, blocks);
  ask(draft, against, items);
  for (const candidate of candidates) ask(draft, candidate, items);
}

/** As many of the candidates, from the first on, as the allowance pays for this distance; the other prompt's answers come first. */
function affordable(
  draft: StrategyState,
  candidates: readonly string[],
  against: string,
  blocks: number,
  allowance: number,
): string[] {
  const items = itemsOf(draft, blocks);
  let left = allowance - costOf(draft, against, items);
  return candidates.filter((candidate) => {
    const cost = costOf(draft, candidate, items);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

/** False where not even one can be paid for. */
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

/** Looks at all who race; false where the race is over. Called when every answer of the block is there. */
export function lookAtRace(draft: StrategyState, allowance: number): boolean {
  const race = draft.race;
  if (race === null) return false;
  const { select } = draft.parts;
  const items = itemsOf(draft, race.blocks);
  // Only the full pass can accept: one look. What all candidates together may find by chance, the bar of the winner answers for.
  const looks = 1;
  const looked = race.racing.map((candidate) => {
    const pairs = pairsOf(draft, candidate, race.against, items);
    return { candidate, ...decide({ pairs, items: select.length, looks }, draft.settings.race) };
  });
  const record = (list: readonly Omit<Decision, 'round' | 'phase' | 'against'>[]): void => {
    const { round, phase } = draft;
    draft.decisions = [...draft.decisions, ...list.map((one) => ({ ...one, round, phase, against: race.against }))];
  };
  record(looked);
  const through = looked.flatMap(({ candidate, verdict }) => {
    return verdict === 'accept' || verdict === 'keep' ? [{ id: candidate, verdict }] : [];
  });
  // The most promising is paid for first where the money does not reach for all.
  const on = looked.filter(({ verdict }) => verdict === 'race-on').sort((a, b) => b.better - a.better);
  const blocks = race.blocks + 1;
  const ids = on.map(({ candidate }) => candidate);
  const paid = affordable(draft, ids, race.against, blocks, allowance);
  record(
    on.filter(({ candidate }) => !paid.includes(candidate)).map((one) => ({ ...one, verdict: 'no-budget' as const })),
  );
  draft.race = { ...race, racing: paid, through: [...race.through, ...through], blocks };
  if (paid.length === 0) return false;
  askBlock(draft, paid, race.against, blocks);
  return true;
}
