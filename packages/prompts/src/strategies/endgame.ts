import type { Prompt } from '../prompt/prompt.ts';
import { joinSentences, sentencesOf } from '../prompt/sentences.ts';
import { enoughAnswers } from '../race/enough-answers.ts';
import { comparePairs } from '../race/posterior.ts';
import { allowance, seedId } from './finish.ts';
import { ask, costOf, isAnswered, meanOf, pairsOf } from './ledger.ts';
import { startRace } from './race-round.ts';
import type { StrategyState, StrategyTools } from './types.ts';
import { addVersions, versionOf } from './versions.ts';

/** So many prompts at most meet the confirm part. */
const mostFinalists = 3;
/** Of two prompts that differ by less than this, the shorter one is delivered. */
const equalFrom = 0.35;
/** Nor may a shorter prompt lose more than this much of the mean. */
const equalLoss = 0.01;

function finalistsOf(state: StrategyState): string[] {
  const { select } = state.parts;
  const mean = (id: string): number => meanOf(state, id, select);
  return Object.keys(state.versions)
    .filter((id) => id !== seedId && isAnswered(state, id, select) && mean(id) >= mean(seedId))
    .sort((a, b) => mean(b) - mean(a))
    .slice(0, mostFinalists);
}

/** Asks for the seed and as many of the finalists as can be paid on the confirm part; for nothing where there are none. */
export function askFinalists(draft: StrategyState): void {
  const { confirm } = draft.parts;
  for (const id of finalistsOf(draft)) {
    if (costOf(draft, seedId, confirm) + costOf(draft, id, confirm) > allowance(draft)) return;
    ask(draft, seedId, confirm);
    ask(draft, id, confirm);
  }
}

/**
 * The best of the finalists on select and confirm together; of near ties the one with the fewest tokens. It must be better
 * than the seed on these items with the probability that one candidate needs, and not worse on confirm alone, which no choice
 * was made by; else the seed stays. That the best of many looks better than it is, the sealed test answers for.
 */
export function pickWinner(draft: StrategyState): void {
  const items = [...draft.parts.select, ...draft.parts.confirm];
  const confirmed = finalistsOf(draft).filter((id) => isAnswered(draft, id, draft.parts.confirm));
  const sure = confirmed.filter((id) => {
    const onConfirm = comparePairs(pairsOf(draft, id, seedId, draft.parts.confirm));
    const onAll = comparePairs(pairsOf(draft, id, seedId, items));
    return (
      onConfirm.better >= 0.5 && onAll.better > draft.settings.race.accept && enoughAnswers(onAll.items, items.length)
    );
  });
  const mean = (id: string): number => meanOf(draft, id, items);
  const best = sure.reduce<string | null>((top, id) => (top === null || mean(id) > mean(top) ? id : top), null);
  draft.unshortened = best ?? seedId;
  draft.winner = best === null ? seedId : shortestEqual(draft, { against: [best], others: sure, items });
}

interface Equals {
  /** What is to be as good as: the first of them where nothing shorter is. */
  against: [string, ...string[]];
  others: readonly string[];
  items: readonly string[];
}

function shortestEqual(state: StrategyState, { against, others, items }: Equals): string {
  const tokens = (id: string): number => versionOf(state, id).tokens;
  return others
    .filter((id) => against.every((other) => id === other || isEqual(state, id, other, items)))
    .reduce((short, id) => (tokens(id) < tokens(short) ? id : short), against[0]);
}

function isEqual(state: StrategyState, id: string, best: string, items: readonly string[]): boolean {
  const { items: answered, better, difference } = comparePairs(pairsOf(state, id, best, items));
  return enoughAnswers(answered, items.length) && better >= equalFrom && difference >= -equalLoss;
}

/** The prompt without one of its sentences or examples, the largest saving first. */
function withoutOnePart(prompt: Prompt): Prompt[] {
  const part = (name: 'system' | 'output'): Prompt[] => {
    const sentences = sentencesOf(prompt[name]);
    if (name === 'system' && sentences.length < 2) return [];
    return sentences.map((_sentence, at) => ({
      ...prompt,
      [name]: joinSentences(sentences.filter((_s, i) => i !== at)),
    }));
  };
  const examples = prompt.examples.map((_example, at) => ({
    ...prompt,
    examples: prompt.examples.filter((_other, i) => i !== at),
  }));
  const size = (one: Prompt): number => JSON.stringify(one).length;
  return [...part('system'), ...part('output'), ...examples].sort((a, b) => size(a) - size(b));
}

/** How many shorter prompts race at a time, and how many times a winner is shortened. */
const shorterAtOnce = 3;
const mostShrinks = 4;

/** Lets shorter forms of the winner race against it; false where there are none or no calls left for them. */
export function startShrink(draft: StrategyState, tools: StrategyTools): boolean {
  draft.phase = 'shrink';
  const { winner } = draft;
  const shrunk = Object.values(draft.versions).filter(({ origin }) => origin === 'shrunk');
  const rounds = new Set(shrunk.map(({ parents }) => parents[0])).size;
  // A winner whose shorter forms were tried before stays as it is.
  if (winner === seedId || rounds >= mostShrinks || shrunk.some(({ parents }) => parents[0] === winner)) return false;
  const shorter = withoutOnePart(versionOf(draft, winner).prompt).slice(0, 2 * shorterAtOnce);
  const added = addVersions(
    draft,
    shorter.map((prompt) => ({
      prompt,
      finish: 'stop',
      action: 'remove_text',
      hypothesis: 'The prompt does as well without this part.',
      origin: 'shrunk',
    })),
    winner,
    tools,
  );
  const fewer = added.filter(({ tokens }) => tokens < versionOf(draft, winner).tokens).slice(0, shorterAtOnce);
  const ids = fewer.map(({ id }) => id);
  return ids.length > 0 && startRace(draft, ids, winner, allowance(draft));
}

/**
 * Of those that went the full distance and are as good as the winner, and as what it was before it was shortened at all, the
 * shortest takes its place: small losses of one step after the other do not add up.
 */
export function takeShrunk(draft: StrategyState): void {
  const through = (draft.race?.through ?? []).map(({ id }) => id);
  draft.race = null;
  const against: Equals['against'] = [draft.winner, draft.unshortened];
  draft.winner = shortestEqual(draft, { against, others: through, items: draft.parts.select });
}
