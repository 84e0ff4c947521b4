import type { Written } from './written.ts';

/** A text that is not saved yet. */
export interface PromptDraft extends Written {
  v: 1;
  /** The version that it began from; null for a new prompt. */
  from: number | null;
  /** Of a new prompt. */
  name: string;
  description: string;
  why: string;
}

export function draftFrom(version: Written & { version: number }): PromptDraft {
  const { system, output, examples } = version;
  return { v: 1, from: version.version, name: '', description: '', why: '', system, output, examples };
}

export const blankDraft: PromptDraft = {
  v: 1,
  from: null,
  name: '',
  description: '',
  why: '',
  system: '',
  output: '',
  examples: [],
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A kept draft, or null where the text is none. Odd parts of one are left out. */
export function readPromptDraft(text: string | null): PromptDraft | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return null; // cut off, or of another program
  }
  if (!isObject(kept) || kept.v !== 1) return null;
  const examples = Array.isArray(kept.examples) ? kept.examples.filter(isObject) : [];
  return {
    v: 1,
    from: Number.isSafeInteger(kept.from) ? Number(kept.from) : null,
    name: textOf(kept.name),
    description: textOf(kept.description),
    why: textOf(kept.why),
    system: textOf(kept.system),
    output: textOf(kept.output),
    examples: examples.map(({ input, output }) => ({ input: textOf(input), output: textOf(output) })),
  };
}

/** Said where a draft lives in the page alone. */
export const notKept = 'This browser has no room to keep so much text: it is lost when the page is loaded anew.';
