import { type EditAction, editActions } from '../edits/actions.ts';
import { scriptedEdit } from '../edits/scripted.ts';
import type { PromptExample } from '../prompt/prompt.ts';
import { drawFor } from './adviser.ts';
import { adviserContext } from './state.ts';
import type { ProposedCandidate, StrategyRequest, StrategyState } from './types.ts';
import { versionOf } from './versions.ts';

/** What the feedback part offers to a writer without a model. */
export interface ScriptedMaterial {
  /** Right answers to feedback items. */
  examples: readonly PromptExample[];
  expected: readonly string[];
}

/** Candidates by scripted edits: one by the random action, the others by what was suggested and then by any action. */
export function scriptedCandidates(
  state: StrategyState,
  request: Extract<StrategyRequest, { kind: 'propose' }>,
  material: ScriptedMaterial,
): ProposedCandidate[] {
  const parent = versionOf(state, request.parent).prompt;
  const { failures } = adviserContext(state);
  const random = drawFor(state.settings.seed, state.round, 1000 + request.call);
  const order = [...new Set([request.randomAction, ...request.suggested, ...random.shuffle([...editActions])])];
  const found: ProposedCandidate[] = [];
  // A second turn over the actions finds other words for them.
  for (const action of [...order, ...order]) {
    if (found.length >= request.count) break;
    const prompt = scriptedEdit(parent, action, { failures, ...material, seed: random.word() });
    if (prompt === null || found.some((one) => JSON.stringify(one.prompt) === JSON.stringify(prompt))) continue;
    found.push({ prompt, finish: 'stop', action, hypothesis: hypotheses[action], origin: 'scripted' });
  }
  return found;
}

const hypotheses: Record<EditAction, string> = {
  add_constraint: 'A rule against the commonest failure helps.',
  remove_text: 'A sentence distracts more than it helps.',
  add_example: 'An example shows what words do not.',
  change_tone: 'Another role brings other answers.',
  add_step_by_step: 'Steps bring the model to the right answer.',
  add_reasoning_hint: 'A hint at what matters helps.',
  shorten_prompt: 'A shorter prompt is followed better.',
  clarify_instruction: 'The task was not clear.',
  reorder_components: 'What comes first or last is followed best.',
  format_improvement: 'The form of the answer was not clear.',
};
