import type { Run } from '@trainyard/contracts';
import { numberText } from './words.ts';

/** A further column of the list of runs, named as in the table of the dashboard. */
export interface RunColumn {
  title: string;
  group: 'metric' | 'parameter' | 'tag';
  key: string;
}

export const columnForms = 'metric.<key>, parameter.<key> or tag.<key>';

/** `metric.test/accuracy,parameter.lr`; a comma within a key is written `\,`. Null where one is none of these. */
export function columnsOf(text: string): RunColumn[] | null {
  const columns: RunColumn[] = [];
  for (const part of text.split(/(?<!\\),/)) {
    const title = part.replaceAll('\\,', ',').trim();
    if (title === '') continue;
    const [group, key = ''] = title.split(/\.(.*)/s);
    if (key === '' || (group !== 'metric' && group !== 'parameter' && group !== 'tag')) return null;
    columns.push({ title: key, group, key });
  }
  return columns;
}

export function columnText(run: Run, { group, key }: RunColumn): string {
  if (group === 'tag') return run.tags[key] ?? '';
  if (group === 'parameter') return run.parameters?.[key] ?? '';
  const value = run.metrics[key];
  return value === undefined ? '' : numberText(value);
}
