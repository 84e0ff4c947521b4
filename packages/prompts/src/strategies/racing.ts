import { type Contender, chooseParent, paretoArchive } from '../race/archive.ts';
import { drawFor } from './adviser.ts';
import { feedbackBatch } from './batch.ts';
import { askFinalists, pickWinner, startShrink, takeShrunk } from './endgame.ts';
import { allowance, allSilent, end, judge, seedId, startTest } from './finish.ts';
import { answer, ask, costOf, isAnswered, meanOf, outstanding, scoresOf } from './ledger.ts';
import { mergedCandidate } from './merge.ts';
import { paidParts } from './parts.ts';
import { takeProposal } from './proposals.ts';
import { lookAtRace, startRace } from './race-round.ts';
import { adviserContext, initialState, type StrategyStart } from './state.ts';
import type { Finish, StrategyEvent, StrategyState, StrategyTools } from './types.ts';

/**
 * The racing loop:
 *
 *   observe ── parent on a feedback batch ──► propose ── k candidates ──► race ── blocks on select ──┐
 *      ▲                                        │ none is sound: asked again, at most 3 times        │
 *      └────────────── next round: parent from the archive, or the seed ◄────────────────────────────┘
 *   no budget, patience, rounds, target ──► confirm ── top 3 ──► shrink ──► test ──► done
 */
export function startRacing(start: StrategyStart, tools: StrategyTools): StrategyState {
  const draft = initialState({ ...start, parts: paidParts(start) }, tools);
  beginRound(draft);
  advance(draft, tools);
  return draft;
}

/** After so many rounds without a better prompt, every other one leaves the hill that it is on. */
const hillRounds = 1;

/**
 * Mostly one of the archive. Where the rounds before found nothing better, every other one starts from any prompt that was
 * tried, good or not: what it takes two edits to reach is not found from the best alone.
 */
function parentOf(draft: StrategyState): string {
  const random = drawFor(draft.settings.seed, draft.round, 4);
  const parents = freshParents(draft);
  const fresh = freshVersions(draft);
  const leaving = draft.idleRounds > hillRounds && random.float() < 0.5;
  if (leaving || parents.length === 0) return fresh[random.below(Math.max(1, fresh.length))] ?? seedId;
  const restart = draft.exhausted.includes(seedId) ? (parents[0]?.id ?? seedId) : seedId;
  return chooseParent(parents, restart, random);
}

/** All that were tried, without those of which the writer knows nothing new. */
function freshVersions(draft: StrategyState): string[] {
  return Object.keys(draft.versions).filter((id) => !draft.exhausted.includes(id));
}

/** The archive without parents of which the writer knows nothing new. */
function freshParents(draft: StrategyState): Contender[] {
  const { select } = draft.parts;
  const through = freshVersions(draft)
    .filter((id) => isAnswered(draft, id, select))
    .map((id) => ({ id, scores: scoresOf(draft, id, select) }));
  return paretoArchive(through);
}

function beginRound(draft: StrategyState): void {
  const { select } = draft.parts;
  draft.parent = draft.round === 1 ? seedId : parentOf(draft);
  draft.batch = feedbackBatch(draft, draft.parent);
  const { minBlocks, block } = draft.settings.race;
  // A round that could not race at least one candidate is not begun.
  const race = select.slice(0, minBlocks * block);
  const least = draft.settings.optimizerPrice + race.length + costOf(draft, draft.incumbent, race);
  if (costOf(draft, draft.parent, draft.batch) + least > allowance(draft)) {
    const detail =
      draft.round === 1
        ? `The budget of ${draft.settings.budget} calls does not pay for one round.`
        : 'What is left of the budget does not pay for another round.';
    closeSearch(draft, 'budget', detail);
    return;
  }
  draft.phase = 'observe';
  ask(draft, draft.parent, draft.batch);
}

/** The search is over; what it found has yet to be confirmed. */
function closeSearch(draft: StrategyState, reason: Finish['reason'], detail: string): void {
  draft.finish = { reason, detail, result: null };
  draft.race = null;
  draft.phase = 'confirm';
  askFinalists(draft);
}

function afterObservation(draft: StrategyState): void {
  const silent = allSilent(draft, [draft.parent], draft.batch);
  if (silent !== null) end(draft, 'no-answers', silent);
  else draft.phase = 'propose';
}

/** False where no other parent is left, and the search is over. */
function exhaustParent(draft: StrategyState): boolean {
  draft.exhausted = [...new Set([...draft.exhausted, draft.parent])];
  draft.fruitless = 0;
  return draft.round < draft.settings.maxRounds && freshVersions(draft).length > 0;
}

function afterProposal(draft: StrategyState, event: StrategyEvent, tools: StrategyTools): boolean {
  const taken = takeProposal(draft, event, { tools, allowance });
  if (taken === null) return false;
  const another = taken.exhausted && exhaustParent(draft);
  if (another) {
    draft.round += 1;
    beginRound(draft);
  } else if (taken.giveUp !== null) {
    closeSearch(draft, taken.giveUp.reason, taken.giveUp.detail);
  } else if (taken.sound.length > 0) {
    const screened = tools.adviser.screen(taken.sound, adviserContext(draft));
    const merged = draft.settings.raced > 1 ? mergedCandidate(draft, tools) : [];
    const ids = [...merged, ...screened].slice(0, draft.settings.raced).map(({ id }) => id);
    draft.phase = 'race';
    if (!startRace(draft, ids, draft.incumbent, allowance(draft))) {
      closeSearch(draft, 'budget', 'What is left of the budget does not pay for another race.');
    }
  }
  return true;
}

function afterRace(draft: StrategyState): void {
  const { select } = draft.parts;
  const { racing = [], against = seedId, blocks = 0 } = draft.race ?? {};
  const block = select.slice((blocks - 1) * draft.settings.race.block, blocks * draft.settings.race.block);
  const silent = allSilent(draft, [against, ...racing], block);
  if (silent !== null) {
    draft.winner = draft.incumbent;
    end(draft, 'no-answers', silent);
    return;
  }
  if (lookAtRace(draft, allowance(draft))) return;
  const mean = (id: string): number => meanOf(draft, id, select);
  const accepted = (draft.race?.through ?? []).filter(({ verdict }) => verdict === 'accept').map(({ id }) => id);
  const best = accepted.sort((a, b) => mean(b) - mean(a))[0] ?? null;
  draft.incumbent = best ?? draft.incumbent;
  draft.idleRounds = best === null ? draft.idleRounds + 1 : 0;
  const { target, patience, maxRounds } = draft.settings;
  const reached = isAnswered(draft, draft.incumbent, select) ? mean(draft.incumbent) : 0;
  if (target !== null && reached >= target) {
    closeSearch(draft, 'target', `The score ${reached.toFixed(3)} reaches the target ${target}.`);
  } else if (draft.idleRounds >= patience) {
    closeSearch(draft, 'patience', `${patience} rounds in a row found nothing better.`);
  } else if (draft.round >= maxRounds) {
    closeSearch(draft, 'rounds', `All ${maxRounds} rounds are done.`);
  } else {
    draft.round += 1;
    beginRound(draft);
  }
}

function advance(draft: StrategyState, tools: StrategyTools): void {
  // Each turn moves on by one phase or asks for something; what was answered before is passed over.
  while (draft.phase !== 'done' && draft.phase !== 'propose' && outstanding(draft).length === 0) {
    if (draft.phase === 'observe') afterObservation(draft);
    else if (draft.phase === 'race') afterRace(draft);
    else if (draft.phase === 'confirm') {
      pickWinner(draft);
      if (!startShrink(draft, tools)) startTest(draft);
    } else if (draft.phase === 'shrink') {
      if (lookAtRace(draft, allowance(draft))) continue;
      takeShrunk(draft);
      if (!startShrink(draft, tools)) startTest(draft);
    } else judge(draft);
  }
}

export function applyRacing(state: StrategyState, event: StrategyEvent, tools: StrategyTools): StrategyState {
  if (state.phase === 'done') return state;
  const draft: StrategyState = { ...state };
  if (event.kind === 'stop') {
    draft.winner = draft.phase === 'shrink' || draft.phase === 'test' ? draft.winner : draft.incumbent;
    end(draft, event.reason, event.detail);
    return draft;
  }
  if (event.kind === 'answered') answer(draft, event);
  else if (!afterProposal(draft, event, tools)) return state;
  advance(draft, tools);
  return draft;
}

/** Goes on from an end with other settings, such as a larger budget; what was answered is not asked again. */
export function continueRacing(state: StrategyState, tools: StrategyTools): StrategyState {
  const draft: StrategyState = {
    ...state,
    finish: null,
    race: null,
    idleRounds: 0,
    fruitless: 0,
    exhausted: [],
    round: state.round + 1,
  };
  if (draft.winner !== seedId) draft.incumbent = draft.winner;
  beginRound(draft);
  advance(draft, tools);
  return draft;
}
