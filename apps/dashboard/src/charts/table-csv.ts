import type { Cell, TableView } from '@trainyard/sections';

/** A cell that begins like a formula is one to a spreadsheet, so a quote in front keeps it a text. */
const formula = /^[=+\-@\t\r]/;

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) && !Number.isFinite(Number(value)) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table with full numbers; intervals become three columns. */
export function tableCsv(table: Pick<TableView, 'columns' | 'rows'>): string {
  const wide = table.columns.map((_, c) => table.rows.some((row) => row[c]?.interval !== undefined));
  const head = table.columns.flatMap((column, c) =>
    wide[c] ? [column.label, `${column.label} low`, `${column.label} high`] : [column.label],
  );
  const cells = (cell: Cell | undefined, isWide: boolean | undefined): (string | number | null)[] =>
    isWide ? [cell?.value ?? null, cell?.interval?.low ?? null, cell?.interval?.high ?? null] : [cell?.value ?? null];
  const rows = table.rows.map((row) => table.columns.flatMap((_, c) => cells(row[c], wide[c])));
  return `${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}
