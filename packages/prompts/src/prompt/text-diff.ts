import { diffWordsWithSpace } from 'diff';
import type { Prompt } from './prompt.ts';

/** A stretch of two texts laid over each other. Same and removed give the older text, same and added the newer. */
export interface DiffStretch {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Beyond so many changed words the texts have nothing in common worth showing, and finding it would take long. */
const mostEdits = 1000;

export function diffTexts(before: string, after: string): DiffStretch[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const found = diffWordsWithSpace(before, after, { maxEditLength: mostEdits });
  if (found === undefined) return replaced(before, after);
  return found.map(({ added, removed, value }) => ({
    kind: added === true ? 'added' : removed === true ? 'removed' : 'same',
    text: value,
  }));
}

function replaced(before: string, after: string): DiffStretch[] {
  const all: DiffStretch[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return all.filter(({ text }) => text !== '');
}

export interface PromptDiff {
  system: DiffStretch[];
  output: DiffStretch[];
  /** By place: an example that moved is removed at one place and added at another. */
  examples: { input: DiffStretch[]; output: DiffStretch[] }[];
}

export function diffPrompts(before: Prompt, after: Prompt): PromptDiff {
  const places = Math.max(before.examples.length, after.examples.length);
  return {
    system: diffTexts(before.system, after.system),
    output: diffTexts(before.output, after.output),
    examples: Array.from({ length: places }, (_, i) => ({
      input: diffTexts(before.examples[i]?.input ?? '', after.examples[i]?.input ?? ''),
      output: diffTexts(before.examples[i]?.output ?? '', after.examples[i]?.output ?? ''),
    })),
  };
}
