import type { ReportDocument } from './blocks.ts';
import { breakable } from './breakable.ts';

/** Columns of many are narrow. */
function longestIn(columns: unknown): number {
  const count = Array.isArray(columns) ? columns.length : 0;
  return count > 5 ? 11 : count > 3 ? 18 : 28;
}

const notText = new Set(['file', 'kind', 'href', 'tone', 'align', 'paper']);
/** Marks that turn the direction of what follows on the page, and control characters but for the end of a line. */
const disturbing = /[\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/gu;

function clean(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return breakable(value.replaceAll('\t', '    ').replace(disturbing, ''), longest);
  if (Array.isArray(value)) return value.map((item) => clean(item, longest));
  if (typeof value !== 'object' || value === null) return value;
  const own = 'kind' in value && value.kind === 'table' && 'columns' in value ? longestIn(value.columns) : longest;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, notText.has(key) ? item : clean(item, own)]),
  );
}

/** The document as it is typeset: long words may break, and no text disturbs its neighbours. */
export function printable(document: ReportDocument): string {
  return JSON.stringify(clean(document, 28));
}
