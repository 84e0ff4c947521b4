import type { LanguageUsageSum } from '@trainyard/contracts';
import type { Cell, Column } from '@trainyard/sections';
import { tableCsv } from '../../../charts/table-csv.ts';

const heads = [
  'group',
  'calls',
  'cached',
  'failed',
  'unknown',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'reserved_for_unknown_usd',
  'calls_of_unknown_price',
  'saved_usd',
  'answers_of_unknown_cost',
];

/** Whole figures. A cost of which nothing is known is an empty cell, and not 0. */
export function groupCsv(sums: readonly LanguageUsageSum[], nameOf: (group: string | null) => string): string {
  const cell = (value: string | number | null): Cell => ({ text: String(value ?? ''), value });
  const columns: Column[] = heads.map((label) => ({ label, align: 'left', kind: 'text' }));
  const rows = sums.map((sum) =>
    [
      nameOf(sum.group),
      sum.calls,
      sum.cached,
      sum.failed,
      sum.unknown,
      sum.input_tokens,
      sum.output_tokens,
      sum.cost_usd === 0 && sum.unpriced > 0 ? null : sum.cost_usd,
      sum.kept_usd,
      sum.unpriced,
      sum.saved_usd === 0 && sum.saved_unpriced > 0 ? null : sum.saved_usd,
      sum.saved_unpriced,
    ].map(cell),
  );
  return tableCsv({ columns, rows });
}
