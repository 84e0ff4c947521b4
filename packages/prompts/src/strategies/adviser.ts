import { seededRandom } from '@trainyard/domain';
import { type EditAction, editActions, worstTag } from '../edits/actions.ts';
import type { FailureTag } from '../metrics/result.ts';
import type { Adviser } from './types.ts';

/** Random numbers of a round for one purpose: nothing has to be kept, and a resumed run draws the same. */
export function drawFor(seed: number, round: number, purpose: number): ReturnType<typeof seededRandom> {
  return seededRandom((seed * 1_000_003 + round * 1009 + purpose) % Number.MAX_SAFE_INTEGER);
}

/** Knows nothing: the measure that every other adviser has to beat. */
export const randomAdviser: Adviser = {
  name: 'random',
  suggest: ({ state }) =>
    drawFor(state.settings.seed, state.round, 1)
      .shuffle([...editActions])
      .slice(0, 3),
  screen: (candidates, { state }) => drawFor(state.settings.seed, state.round, 2).shuffle([...candidates]),
};

const cures: Record<FailureTag, EditAction[]> = {
  empty: ['clarify_instruction', 'add_constraint'],
  refused: ['clarify_instruction', 'change_tone', 'add_constraint'],
  truncated: ['format_improvement', 'add_constraint'],
  'invalid-json': ['format_improvement', 'add_example'],
  schema: ['format_improvement', 'add_example'],
  'no-match': ['format_improvement', 'add_example'],
  'extra-text': ['format_improvement', 'add_constraint', 'add_example'],
  'too-long': ['add_constraint', 'format_improvement'],
  'below-floor': ['format_improvement', 'clarify_instruction'],
  'partly-right': ['add_example', 'clarify_instruction'],
  'wrong-answer': ['add_example', 'add_reasoning_hint', 'clarify_instruction'],
};

/** Goes by the commonest failure; keeps the order of the writer. */
export const scriptedAdviser: Adviser = {
  name: 'scripted',
  suggest: ({ failures }) => {
    const tag = worstTag(failures);
    return tag === null ? ['shorten_prompt', 'remove_text'] : cures[tag];
  },
  screen: (candidates) => candidates,
};
