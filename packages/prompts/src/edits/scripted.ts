import { seededRandom } from '@trainyard/domain';
import type { Prompt } from '../prompt/prompt.ts';
import { promptHash } from '../prompt/prompt.ts';
import { type Edit, type EditAction, type EditContext, editActions } from './actions.ts';
import { addConstraint, addExample, addReasoningHint, addStepByStep, clarifyInstruction } from './additions.ts';
import { changeTone, formatImprovement, removeText, reorderComponents, shortenPrompt } from './rewrites.ts';

const edits: Record<EditAction, Edit> = {
  add_constraint: addConstraint,
  remove_text: removeText,
  add_example: addExample,
  change_tone: changeTone,
  add_step_by_step: addStepByStep,
  add_reasoning_hint: addReasoningHint,
  shorten_prompt: shortenPrompt,
  clarify_instruction: clarifyInstruction,
  reorder_components: reorderComponents,
  format_improvement: formatImprovement,
};

/**
 * An edit without an optimizer model: the same prompt, action, seed and feedback give the same text. Null where the action
 * changes nothing here.
 */
export function scriptedEdit(
  prompt: Prompt,
  action: EditAction,
  context: Omit<EditContext, 'random'> & { seed: number },
): Prompt | null {
  const { seed, ...known } = context;
  const edited = edits[action](prompt, { ...known, random: seededRandom(seed) });
  return edited === null || promptHash(edited) === promptHash(prompt) ? null : edited;
}

/** Actions that would change this prompt. */
export function possibleActions(prompt: Prompt, context: Omit<EditContext, 'random'> & { seed: number }): EditAction[] {
  return editActions.filter((action) => scriptedEdit(prompt, action, context) !== null);
}
