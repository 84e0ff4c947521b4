import type { DiffStretch, PromptDiff } from '@trainyard/prompts/text-diff';
import { count } from '../../../format/number.ts';
import { wordCount } from '../../prompts/writing/text-counts.ts';

/** All stretches of a difference, part by part. */
function stretchesOf({ system, output, examples }: PromptDiff): DiffStretch[] {
  return [...system, ...output, ...examples.flatMap((one) => [...one.input, ...one.output])];
}

export function isChanged(stretches: readonly DiffStretch[]): boolean {
  return stretches.some(({ kind }) => kind !== 'same');
}

/** `4 words added, 1 word removed`. */
export function changeWords(diff: PromptDiff): string {
  const all = stretchesOf(diff);
  if (!isChanged(all)) return 'no difference';
  const words = (kind: DiffStretch['kind']) =>
    all.reduce((sum, stretch) => (stretch.kind === kind ? sum + wordCount(stretch.text) : sum), 0);
  const [added, removed] = [words('added'), words('removed')];
  if (added === 0 && removed === 0) return 'only blanks differ';
  return `${count(added, 'word')} added, ${count(removed, 'word')} removed`;
}
