import type { BatchItem } from '@trainyard/contracts';

export type PastedForm = 'lines' | 'csv' | 'json';

/** JSON lines begin with a brace; CSV has a column `input` in its first line; all else is one input a line. */
export function formOf(text: string): PastedForm {
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split('\n');
  if (first.startsWith('{')) return 'json';
  const columns = first.split(',').map((name) => name.trim().replace(/^"|"$/g, ''));
  return columns.includes('input') ? 'csv' : 'lines';
}

export const formWords: Readonly<Record<PastedForm, string>> = {
  lines: 'One input a line.',
  csv: 'CSV: columns input, expected, id and group; others fill placeholders.',
  json: 'One JSON object a line: input, expected, id, group; other members fill placeholders.',
};

type Row = Record<string, unknown>;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function itemOf({ id, input, expected, group, values, ...others }: Row, csv: boolean): BatchItem {
  const absent = (value: unknown): boolean => value === undefined || value === null || (csv && value === '');
  const named = typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {};
  const pairs = Object.entries({ ...others, ...named }).map(([name, value]) => [name, textOf(value)] as const);
  return {
    ...(absent(id) ? {} : { id: textOf(id) }),
    input: absent(input) ? '' : textOf(input),
    values: Object.fromEntries(pairs),
    ...(absent(expected) ? {} : { expected: Array.isArray(expected) ? expected.map(textOf) : textOf(expected) }),
    ...(absent(group) ? {} : { group: textOf(group) }),
  };
}

function jsonRow(line: string, number: number): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON.`);
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { ...row };
  throw new Error(`Line ${number} is no JSON object.`);
}

/** What was pasted, as items. Throws an error for people, with the line. */
export function itemsIn(text: string, parseCsv: (text: string) => string[][]): BatchItem[] {
  const whole = text.replace(/^\uFEFF/, '');
  const form = formOf(whole);
  if (form === 'csv') {
    const [head = [], ...rows] = parseCsv(whole.trimStart());
    return rows.map((cells) => {
      const row = Object.fromEntries(head.map((name, column) => [name.trim(), cells[column] ?? '']));
      return itemOf(row, true);
    });
  }
  return whole.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    return [form === 'json' ? itemOf(jsonRow(line, i + 1), false) : { input: line.replace(/\r$/, ''), values: {} }];
  });
}
