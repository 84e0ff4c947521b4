import { type Prompt, promptText, renderPrompt } from '@trainyard/prompts';
import { copyIndex, outputContract, refuseProposal } from '@trainyard/prompts/edits';
import { contentHash } from '@trainyard/prompts/race';
import {
  randomAdviser,
  type ScriptedMaterial,
  type StrategyTools,
  scriptedAdviser,
} from '@trainyard/prompts/strategies';
import type { Config } from './config.ts';
import { type Item, type Items, UnfitItems } from './items.ts';

/** Nobody but the provider counts its tokens; four characters to one is the usual guess, and a cautious one for English. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

const longestExample = 400;

/** What the feedback part offers to a writer without a model; none of another part is in it. */
export function materialOf({ byId, parts }: Items): ScriptedMaterial {
  const feedback = parts.feedback.flatMap((id) => byId.get(id) ?? []);
  const answered = feedback.flatMap(({ input, expected }) =>
    expected === null || expected === '' ? [] : [{ input, expected }],
  );
  return {
    examples: answered
      .filter(({ input, expected }) => input.length + expected.length <= longestExample)
      .map(({ input, expected }) => ({ input, output: expected })),
    expected: answered.map(({ expected }) => expected),
  };
}

function tokensWith(prompt: Prompt, item: Item): number {
  return renderPrompt(prompt, item).reduce((sum, { content }) => sum + countTokens(content) + 4, 0);
}

/** What is left of the context window for a prompt beside the longest item. Throws UnfitItems where the seed has no room. */
export function promptRoom(
  seed: Prompt,
  items: Items,
  { contextTokens, answerTokens }: { contextTokens: number; answerTokens: number },
): number {
  const own = countTokens(promptText(seed));
  const asked = [...items.byId.values()].map((item) => ({ id: item.id, tokens: tokensWith(seed, item) }));
  const longest = asked.reduce((most, one) => (one.tokens > most.tokens ? one : most), { id: '', tokens: 0 });
  const left = contextTokens - answerTokens - longest.tokens;
  if (left < 0) {
    throw new UnfitItems(
      `The prompt with item ${longest.id} takes about ${longest.tokens} tokens and the answer up to ${answerTokens}: together more than the context window of ${contextTokens}. Nothing was spent. Shorten the prompt or the items, or set context_tokens`,
    );
  }
  return own + left;
}

export function toolsOf(config: Config, seed: Prompt, items: Items, maxTokens: number): StrategyTools {
  const all = [...items.byId.values()];
  const feedback = new Set(items.parts.feedback);
  const textsOf = (some: readonly Item[]): string[] => some.flatMap(({ input, expected }) => [input, expected ?? '']);
  const every = copyIndex(textsOf(all));
  const hidden = copyIndex(textsOf(all.filter(({ id }) => !feedback.has(id))));
  const contract = outputContract(seed.output);
  const scored = [...items.parts.feedback, ...items.parts.select].flatMap((id) => items.byId.get(id) ?? []);
  const byInput = Map.groupBy(scored, ({ input }) => contentHash(input));
  return {
    adviser: config.adviser === 'random' ? randomAdviser : scriptedAdviser,
    countTokens,
    shownBy: ({ examples }) =>
      examples.flatMap(({ input }) => (byInput.get(contentHash(input)) ?? []).map(({ id }) => id)),
    refuse: (candidate, parent, tried) =>
      refuseProposal(candidate, {
        parent,
        columns: items.columns,
        maxTokens,
        countTokens,
        items: every,
        hidden,
        contract,
        tried,
      }),
  };
}
