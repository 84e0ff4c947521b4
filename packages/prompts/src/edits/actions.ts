import type { Random } from '@trainyard/domain';
import { type FailureTag, failureTags } from '../metrics/result.ts';
import type { Prompt, PromptExample } from '../prompt/prompt.ts';

/** The closed list of what an edit does to a prompt; policies choose among these, in this order. */
export const editActions = [
  'add_constraint',
  'remove_text',
  'add_example',
  'change_tone',
  'add_step_by_step',
  'add_reasoning_hint',
  'shorten_prompt',
  'clarify_instruction',
  'reorder_components',
  'format_improvement',
] as const;
export type EditAction = (typeof editActions)[number];

/** What a scripted edit may know: failures by tag and the feedback part, never an item of another part. */
export interface EditContext {
  random: Random;
  /** How many answers failed for each reason. */
  failures: Partial<Record<FailureTag, number>>;
  /** Right answers of the feedback part, offered as examples. */
  examples: readonly PromptExample[];
  /** Expected texts of the feedback part. */
  expected: readonly string[];
}

/** Null where the action has nothing to do on this prompt. */
export type Edit = (prompt: Prompt, context: EditContext) => Prompt | null;

export function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : items[random.below(items.length)];
}

/** Adds a sentence on a line of its own where the text has lines, else behind the last one. */
export function withSentence(text: string, sentence: string): string {
  const before = text.trimEnd();
  if (before === '') return sentence;
  const bullet = /^[^\S\n]*[-*•]\s/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0];
  if (bullet !== undefined) return `${before}\n${bullet}${sentence}`;
  return `${before}${before.includes('\n') ? '\n' : ' '}${sentence}`;
}

/** The commonest reason; of equal ones the first in the list of tags. */
export function worstTag(failures: EditContext['failures']): FailureTag | null {
  let worst: { tag: FailureTag; count: number } | null = null;
  for (const tag of failureTags) {
    const count = failures[tag] ?? 0;
    if (count > 0 && (worst === null || count > worst.count)) worst = { tag, count };
  }
  return worst?.tag ?? null;
}
