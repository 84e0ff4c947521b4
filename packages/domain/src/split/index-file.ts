import { indexColumns, TrainyardError } from '@trainyard/contracts';
import { parseCsv } from './csv.ts';
import type { DatasetIndex, IndexRow } from './types.ts';

function refuse(detail: string): never {
  throw new TrainyardError('upload-invalid', { detail: `index.csv: ${detail}` });
}

function numberOf(value: string | undefined, column: string, line: number): number | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  if (!Number.isFinite(number)) refuse(`line ${line}: "${column}" must be a number, got "${value}"`);
  return number;
}

/** `index.csv` of a data set version. */
export function parseIndex(text: string): DatasetIndex {
  const [columns, ...lines] = parseCsv(text);
  if (columns === undefined) refuse('it is empty');
  for (const needed of ['sample_id', 'file'] as const) {
    if (!columns.includes(needed)) refuse(`the column "${needed}" is missing; expected ${indexColumns.join(', ')}`);
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) refuse(`the column "${twice}" comes twice`);
  const seen = new Set<string>();
  const rows = lines.map((fields, i): IndexRow => {
    const line = i + 2;
    if (fields.length !== columns.length)
      refuse(`line ${line} has ${fields.length} fields, expected ${columns.length}`);
    const cells: Record<string, string> = Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']));
    const id = cells.sample_id ?? '';
    if (id === '') refuse(`line ${line}: "sample_id" is empty`);
    if (seen.has(id)) refuse(`line ${line}: sample_id "${id}" comes twice`);
    seen.add(id);
    const label = cells.label ?? '';
    return {
      sample_id: id,
      file: cells.file ?? '',
      row: numberOf(cells.row, 'row', line),
      rate_hz: numberOf(cells.rate_hz, 'rate_hz', line),
      n: numberOf(cells.n, 'n', line),
      scale: numberOf(cells.scale, 'scale', line),
      label: label === '' ? null : label,
      columns: cells,
    };
  });
  return { columns, rows };
}
