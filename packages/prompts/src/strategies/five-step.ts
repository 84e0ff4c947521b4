import { enoughAnswers } from '../race/enough-answers.ts';
import { allSilent, end, judge, seedId, startTest } from './finish.ts';
import { answer, ask, costOf, meanOf, outstanding, scoreOf, spent, unshown } from './ledger.ts';
import { paidParts } from './parts.ts';
import { takeProposal } from './proposals.ts';
import { initialState, type StrategyStart } from './state.ts';
import type { Finish, StrategyEvent, StrategyState, StrategyTools } from './types.ts';

/**
 * The five steps to the letter: infer, evaluate (observe) → propose → infer again, compare (compare): the better mean on the
 * training items stays. Training items are the feedback and the select part; confirm is not used, test is as sealed as ever.
 */
function trainingItems(state: StrategyState): string[] {
  return [...state.parts.feedback, ...state.parts.select];
}

function allowanceOf(state: StrategyState): number {
  return state.settings.budget - spent(state) - 2 * state.parts.test.length;
}

export function startFiveStep(start: StrategyStart, tools: StrategyTools): StrategyState {
  const draft = initialState({ ...start, parts: paidParts(start) }, tools);
  draft.batch = trainingItems(draft);
  beginObservation(draft);
  advance(draft);
  return draft;
}

function beginObservation(draft: StrategyState): void {
  const cost = costOf(draft, seedId, draft.batch) + draft.settings.optimizerPrice + draft.batch.length;
  if (cost > allowanceOf(draft)) {
    close(draft, 'budget', `One iteration takes ${cost} calls and the test its own; the budget does not pay for them.`);
  } else ask(draft, seedId, draft.batch);
}

function close(draft: StrategyState, reason: Finish['reason'], detail: string): void {
  draft.winner = draft.incumbent;
  draft.finish = { reason, detail, result: null };
  startTest(draft);
}

/** The candidate of this round and the incumbent, on the items that both have answered and neither shows as an example. */
function compare(draft: StrategyState, candidate: string): void {
  const fair = unshown(draft, [candidate, draft.incumbent], draft.batch);
  const both = fair.filter(
    (item) => scoreOf(draft, candidate, item) !== null && scoreOf(draft, draft.incumbent, item) !== null,
  );
  const enough = enoughAnswers(both.length, fair.length);
  const better = enough && meanOf(draft, candidate, both) > meanOf(draft, draft.incumbent, both);
  draft.incumbent = better ? candidate : draft.incumbent;
  draft.idleRounds = better ? 0 : draft.idleRounds + 1;
  draft.round += 1;
}

function next(draft: StrategyState): void {
  const { target, patience, maxRounds, optimizerPrice } = draft.settings;
  const reached = meanOf(draft, draft.incumbent, unshown(draft, [draft.incumbent], draft.batch));
  draft.parent = draft.incumbent;
  if (target !== null && reached >= target) {
    close(draft, 'target', `The score ${reached.toFixed(3)} reaches the target ${target}.`);
  } else if (draft.idleRounds >= patience) {
    close(draft, 'patience', `${patience} iterations in a row found nothing better.`);
  } else if (draft.round > maxRounds) {
    close(draft, 'rounds', `All ${maxRounds} iterations are done.`);
  } else if (optimizerPrice + draft.batch.length > allowanceOf(draft)) {
    close(draft, 'budget', 'What is left of the budget does not pay for another iteration.');
  } else draft.phase = 'propose';
}

function advance(draft: StrategyState): void {
  while (draft.phase !== 'done' && draft.phase !== 'propose' && outstanding(draft).length === 0) {
    if (draft.phase === 'test') {
      judge(draft);
      continue;
    }
    const candidate = draft.race?.racing[0] ?? seedId;
    const silent = allSilent(draft, [candidate], draft.batch);
    if (silent !== null) {
      draft.winner = draft.incumbent;
      end(draft, 'no-answers', silent);
      return;
    }
    if (draft.phase === 'compare') compare(draft, candidate);
    draft.race = null;
    next(draft);
  }
}

export function applyFiveStep(state: StrategyState, event: StrategyEvent, tools: StrategyTools): StrategyState {
  if (state.phase === 'done') return state;
  const draft: StrategyState = { ...state };
  if (event.kind === 'stop') {
    draft.winner = draft.incumbent;
    end(draft, event.reason, event.detail);
    return draft;
  }
  if (event.kind === 'answered') answer(draft, event);
  else {
    const taken = takeProposal(draft, event, { tools, allowance: allowanceOf });
    if (taken === null) return state;
    const [candidate] = taken.sound;
    if (taken.giveUp !== null) close(draft, taken.giveUp.reason, taken.giveUp.detail);
    else if (candidate !== undefined && costOf(draft, candidate.id, draft.batch) > allowanceOf(draft)) {
      // The budget was lowered while the writer wrote.
      close(draft, 'budget', 'What is left of the budget does not pay for another iteration.');
    } else if (candidate !== undefined) {
      draft.phase = 'compare';
      draft.race = { against: draft.incumbent, racing: [candidate.id], through: [], blocks: 1 };
      ask(draft, candidate.id, draft.batch);
    } else if (draft.settings.optimizerPrice + draft.batch.length > allowanceOf(draft)) {
      close(draft, 'budget', 'What is left of the budget does not pay for another iteration.');
    }
  }
  advance(draft);
  return draft;
}

/** Goes on from an end with other settings, such as a larger budget; what was answered is not asked again. */
export function continueFiveStep(state: StrategyState): StrategyState {
  const draft: StrategyState = { ...state, finish: null, race: null, idleRounds: 0, fruitless: 0, phase: 'observe' };
  if (costOf(draft, seedId, draft.batch) > 0) beginObservation(draft);
  advance(draft);
  return draft;
}
