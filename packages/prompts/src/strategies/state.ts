import { editActions } from '../edits/actions.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { drawFor } from './adviser.ts';
import { seedId } from './finish.ts';
import { failuresOf, outstanding } from './ledger.ts';
import type { AdviserContext, StrategyRequest, StrategySettings, StrategyState, StrategyTools } from './types.ts';
import { seedVersion, versionOf } from './versions.ts';

export interface StrategyStart {
  strategy: StrategyState['strategy'];
  seed: Prompt;
  parts: StrategyState['parts'];
  /** Items that have something in common, such as their input or their group. */
  clusters?: StrategyState['clusters'];
  settings: StrategySettings;
}

export function initialState(
  { strategy, seed, parts, clusters = {}, settings }: StrategyStart,
  tools: Pick<StrategyTools, 'countTokens' | 'shownBy'>,
): StrategyState {
  return {
    strategy,
    settings,
    parts,
    clusters,
    phase: 'observe',
    round: 1,
    incumbent: seedId,
    parent: seedId,
    winner: seedId,
    tested: [],
    unshortened: seedId,
    versions: { [seedId]: seedVersion(seed, tools) },
    cells: {},
    batch: [],
    race: null,
    decisions: [],
    refusals: [],
    proposalCalls: 0,
    proposalCost: 0,
    fruitless: 0,
    exhausted: [],
    idleRounds: 0,
    finish: null,
  };
}

export function adviserContext(state: StrategyState): AdviserContext {
  return {
    state,
    parent: versionOf(state, state.parent),
    failures: failuresOf(state, state.parent, state.batch),
  };
}

/** What has no answer yet, and nothing else. */
export function requestsOf(state: StrategyState, tools: Pick<StrategyTools, 'adviser'>): StrategyRequest[] {
  if (state.phase === 'done') return [];
  if (state.phase !== 'propose') return outstanding(state).map((cells) => ({ kind: 'answer', ...cells }));
  const { seed, candidates } = state.settings;
  const random = drawFor(seed, state.round, 100 + state.proposalCalls);
  return [
    {
      kind: 'propose',
      call: state.proposalCalls + 1,
      parent: state.parent,
      count: state.strategy === 'five-step' ? 1 : candidates,
      randomAction: editActions[random.below(editActions.length)] ?? 'clarify_instruction',
      suggested: tools.adviser.suggest(adviserContext(state)),
    },
  ];
}
