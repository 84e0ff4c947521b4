import type { FrozenRun, Issue } from '@trainyard/contracts';
import { checkPlaceholders } from '@trainyard/prompts';

/** Placeholders that no column of the items can fill: told before a run is made, as the run itself would tell them. */
export function promptIssues(prompt: FrozenRun['prompt'], columns: readonly string[] | null): Issue[] {
  if (prompt === undefined || columns === null) return [];
  const { unknown } = checkPlaceholders(prompt, { columns });
  if (unknown.length === 0) return [];
  const names = unknown.map((name) => `{{${name}}}`).join(', ');
  const has = columns.join(', ');
  const message = `The prompt has ${names}, and the data set has no such column; it has ${has}. Change the prompt, or import the items with that column`;
  return [{ path: 'prompt', message }];
}
