import { readFile } from 'node:fs/promises';
import type { BatchItem } from '@trainyard/contracts';
import { parseCsv } from '@trainyard/domain';
import { UsageError } from './error-words.ts';

export interface ItemColumns {
  input: string;
  expected: string;
  /** Whether the items bring answers that are to be scored; else such a column is like any other. */
  answers: boolean;
}

type Row = Record<string, unknown>;

const help = 'Each line of a .jsonl file is {"input": …, "expected": …}; a .csv file has columns of these names.';

function rowsOfCsv(text: string, file: string): Row[] {
  const [head = [], ...rows] = parseCsv(text);
  if (rows.length === 0) throw new UsageError(`${file} has no rows under its column names.`, help);
  return rows.map((cells, i) => {
    if (cells.length > head.length) {
      throw new UsageError(`${file}: row ${i + 2} has ${cells.length} cells, and there are ${head.length} columns.`);
    }
    return Object.fromEntries(head.map((name, column) => [name, cells[column] ?? '']));
  });
}

function rowsOfLines(text: string, file: string): Row[] {
  // Not by every line end that Unicode knows: texts may hold those.
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch (error) {
      throw new UsageError(
        `${file}: line ${i + 1} is not JSON: ${error instanceof Error ? error.message : error}`,
        help,
      );
    }
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return [{ ...row }];
    throw new UsageError(`${file}: line ${i + 1} is no JSON object.`, help);
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Further columns are values for placeholders; `values` may hold them too. */
function itemOf(row: Row, columns: ItemColumns, { csv, place }: { csv: boolean; place: string }): BatchItem {
  const { [columns.input]: input, [columns.expected]: expected, id, group, values, ...further } = row;
  const absent = (value: unknown): boolean => value === undefined || value === null || (csv && value === '');
  if (absent(input) || input === '') throw new UsageError(`${place} has nothing under "${columns.input}".`, help);
  const { answer } = further;
  if (columns.answers) delete further.answer;
  const named = typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {};
  const pairs = Object.entries({ ...further, ...named });
  return {
    ...(absent(id) ? {} : { id: textOf(id) }),
    input: textOf(input),
    values: Object.fromEntries(pairs.map(([name, value]) => [name, textOf(value)])),
    ...(absent(expected) ? {} : { expected: Array.isArray(expected) ? expected.map(textOf) : textOf(expected) }),
    ...(absent(group) ? {} : { group: textOf(group) }),
    ...(columns.answers ? { answer: answer === undefined || answer === null ? null : textOf(answer) } : {}),
  };
}

export function itemsOf(text: string, file: string, columns: ItemColumns): BatchItem[] {
  const csv = file.toLowerCase().endsWith('.csv');
  const whole = text.replace(/^\uFEFF/, '');
  const rows = csv ? rowsOfCsv(whole, file) : rowsOfLines(whole, file);
  if (rows.length === 0) throw new UsageError(`${file} is empty.`, help);
  return rows.map((row, i) =>
    itemOf(row, columns, { csv, place: `${file}: ${csv ? `row ${i + 2}` : `item ${i + 1}`}` }),
  );
}

export async function readItems(file: string, columns: ItemColumns): Promise<BatchItem[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return itemsOf(text, file, columns);
}
