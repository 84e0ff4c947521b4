import type { Prompt } from './prompt.ts';

/** `{{name}}`: letters, digits and underscores, not starting with a digit; blanks inside the braces are allowed. */
const placeholder = /\{\{[ \t]*([A-Za-z_][A-Za-z0-9_]{0,63})[ \t]*\}\}/g;

/** Names in the order of their first use. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))];
}

/** Of the system and the output part; an example is text and has none. */
export function promptPlaceholders(prompt: Pick<Prompt, 'system' | 'output'>): string[] {
  return placeholdersIn(`${prompt.system}\n${prompt.output}`);
}

export interface PlaceholderCheck {
  /** In the prompt that it came from, and no longer here. */
  lost: string[];
  /** Here, and no column of the data set. */
  unknown: string[];
}

export function checkPlaceholders(
  prompt: Pick<Prompt, 'system' | 'output'>,
  against: { from?: Pick<Prompt, 'system' | 'output'>; columns: readonly string[] },
): PlaceholderCheck {
  const here = promptPlaceholders(prompt);
  const before = against.from === undefined ? [] : promptPlaceholders(against.from);
  return {
    lost: before.filter((name) => !here.includes(name)),
    unknown: here.filter((name) => !against.columns.includes(name)),
  };
}

/** Puts values in, once: what stands in a value is never read as a placeholder. Names without a value stay as they are. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(placeholder, (written: string, name: string) => {
    return Object.hasOwn(values, name) ? (values[name] ?? written) : written;
  });
}
