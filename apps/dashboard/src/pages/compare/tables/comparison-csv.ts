import type { Comparison } from '@trainyard/contracts';
import type { Cell } from '@trainyard/sections';
import { tableCsv } from '../../../charts/table-csv.ts';

/** Scores with their intervals, then settings; a column a run. */
export function comparisonCsv({ runs, metrics, parameters }: Comparison): string {
  const columns = [
    { label: 'what', align: 'left' as const, kind: 'text' as const },
    { label: 'key', align: 'left' as const, kind: 'text' as const },
    ...runs.map(({ number, name }) => ({ label: `${number} ${name}`, align: 'left' as const, kind: 'text' as const })),
  ];
  const cell = (value: string | number | null | undefined): Cell => ({
    text: String(value ?? ''),
    value: value ?? null,
  });
  const row = (what: string, key: string, values: readonly (string | number | null)[]): Cell[] => [
    cell(what),
    cell(key),
    ...values.map(cell),
  ];
  const rows = [
    ...metrics.flatMap(({ key, values, low, high }) => [
      row('score', key, values),
      ...(low.some((end) => end !== null) ? [row('score, low', key, low), row('score, high', key, high)] : []),
    ]),
    ...parameters.map(({ key, values }) => row('setting', key, values)),
  ];
  return tableCsv({ columns, rows });
}
