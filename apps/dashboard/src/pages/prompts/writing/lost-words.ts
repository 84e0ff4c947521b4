import { checkPlaceholders } from '@trainyard/prompts/placeholders';
import type { Written } from './written.ts';

/** Placeholders of the version that a text began from and that it no longer has. */
export function lostPlaceholders(written: Written, from: Pick<Written, 'system' | 'output'>): string[] {
  return checkPlaceholders(written, { from, columns: [] }).lost;
}

export function braced(names: readonly string[]): string {
  return names.map((name) => `{{${name}}}`).join(', ');
}

/** As the server would refuse it; said before it is asked. */
export function lostSentence(prompt: string, lost: readonly string[], parent: number): string {
  return `The new version of "${prompt}" loses ${braced(lost)}, which version ${parent} has.`;
}
