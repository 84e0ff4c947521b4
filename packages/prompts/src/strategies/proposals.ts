import type { Finish, StrategyEvent, StrategyState, StrategyTools, Version } from './types.ts';
import { addVersions } from './versions.ts';

/** An optimizer that brings nothing so often in a row ends the run, before more task calls are spent. */
const mostFruitless = 3;

export interface TakenProposal {
  /** Candidates that may be tried. */
  sound: Version[];
  /** Why no further proposal is asked for; null: another one is. */
  giveUp: Pick<Finish, 'reason' | 'detail'> | null;
  /** The writer answers, and has nothing but what was tried before: another parent may bring more. */
  exhausted: boolean;
}

/** Null where the event answers another request than the open one: it came twice, or late. */
export function takeProposal(
  draft: StrategyState,
  event: StrategyEvent,
  { tools, allowance }: { tools: StrategyTools; allowance: (draft: StrategyState) => number },
): TakenProposal | null {
  if (event.kind !== 'proposed' && event.kind !== 'proposal-failed') return null;
  if (draft.phase !== 'propose' || event.call !== draft.proposalCalls + 1) return null;
  draft.proposalCalls += 1;
  draft.proposalCost += draft.settings.optimizerPrice;
  const before = draft.refusals.length;
  const sound = event.kind === 'proposed' ? addVersions(draft, event.candidates, draft.parent, tools) : [];
  const refused = draft.refusals.slice(before).flatMap(({ refusals }) => refusals);
  const exhausted = event.kind === 'proposed' && refused.every(({ code }) => code === 'tried-before');
  draft.fruitless = sound.length > 0 ? 0 : draft.fruitless + 1;
  if (draft.fruitless >= mostFruitless) {
    const why =
      event.kind === 'proposal-failed' ? event.reason : (refused.at(-1)?.message ?? 'there was no candidate.');
    return {
      sound,
      exhausted,
      giveUp: { reason: 'optimizer-failed', detail: `${draft.fruitless} proposals in a row brought nothing: ${why}` },
    };
  }
  if (sound.length === 0 && draft.settings.optimizerPrice > allowance(draft)) {
    return {
      sound,
      exhausted: false,
      giveUp: { reason: 'budget', detail: 'The budget does not pay for another proposal.' },
    };
  }
  return { sound, exhausted: false, giveUp: null };
}
