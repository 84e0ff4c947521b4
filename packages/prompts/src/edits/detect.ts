import {
  constraintPhrase,
  has,
  politePhrase,
  reasoningPhrase,
  rolePhrase,
  stepPhrase,
  tonePhrase,
} from '../prompt/phrases.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { promptHash } from '../prompt/prompt.ts';
import { sentencesOf } from '../prompt/sentences.ts';
import type { EditAction } from './actions.ts';

/** Sentences without what only lays them out. */
function bare(text: string): string[] {
  return sentencesOf(text)
    .map((sentence) => sentence.text.replace(/^(?:[-*•]|\d{1,2}[.)]|#{1,6})\s+/, '').replaceAll(/[*_`]+/g, ''))
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');
}

function without(items: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}

const wordsOf = (texts: readonly string[]): string[] => {
  return (
    texts
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}{}_]+/gu) ?? []
  );
};

/** Whether the words of `part` come in `whole` in the same order. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (word === part[at]) at += 1;
  return at === part.length;
}

function byExamples(before: Prompt, after: Prompt): EditAction | null {
  const pair = ({ input, output }: { input: string; output: string }): string => JSON.stringify([input, output]);
  const [old, now] = [before.examples.map(pair), after.examples.map(pair)];
  if (without(now, old).length > 0) return 'add_example';
  if (without(old, now).length > 0) return 'remove_text';
  return old.every((one, i) => one === now[i]) ? null : 'reorder_components';
}

interface Change {
  added: string[];
  removed: string[];
}

function ofAdded(system: Change, output: Change): EditAction {
  const added = [...system.added, ...output.added].join('\n');
  const removed = [...system.removed, ...output.removed].join('\n');
  // A phrase counts where the change brought it in.
  const brings = (phrase: RegExp): boolean => has(phrase, added) && !has(phrase, removed);
  if (brings(stepPhrase)) return 'add_step_by_step';
  if (system.added.length === 0 && system.removed.length === 0) return 'format_improvement';
  if (brings(reasoningPhrase)) return 'add_reasoning_hint';
  const asked = brings(constraintPhrase);
  if (asked && system.added.length > system.removed.length) return 'add_constraint';
  if (has(rolePhrase, added) || brings(politePhrase) || brings(tonePhrase)) return 'change_tone';
  if (asked) return 'add_constraint';
  const [shorter, longer] = [wordsOf(added.split('\n')).length, wordsOf(removed.split('\n')).length];
  return shorter < 0.85 * longer ? 'shorten_prompt' : 'clarify_instruction';
}

/**
 * Which of the ten actions a change was, seen from the two texts alone: a writer may do another thing than it says. Null
 * where nothing changed. English phrases decide where something was added.
 */
export function detectAction(before: Prompt, after: Prompt): EditAction | null {
  if (promptHash(before) === promptHash(after)) return null;
  const [oldSystem, newSystem] = [bare(before.system), bare(after.system)];
  const [oldOutput, newOutput] = [bare(before.output), bare(after.output)];
  const system: Change = { added: without(newSystem, oldSystem), removed: without(oldSystem, newSystem) };
  const output: Change = { added: without(newOutput, oldOutput), removed: without(oldOutput, newOutput) };
  const [added, removed] = [system.added.length + output.added.length, system.removed.length + output.removed.length];
  if (added === 0 && removed === 0) {
    const fromExamples = byExamples(before, after);
    if (fromExamples !== null) return fromExamples;
    const moved = [oldSystem, oldOutput].flat().join('\n') !== [newSystem, newOutput].flat().join('\n');
    return moved ? 'reorder_components' : 'format_improvement';
  }
  if (byExamples(before, after) === 'add_example') return 'add_example';
  if (added === 0) return 'remove_text';
  const [oldWords, newWords] = [wordsOf([...oldSystem, ...oldOutput]), wordsOf([...newSystem, ...newOutput])];
  if (newWords.length < oldWords.length && isSubsequence(newWords, oldWords)) return 'shorten_prompt';
  return ofAdded(system, output);
}
