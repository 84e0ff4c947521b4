import { formatNumber } from '../../../format/number.ts';
import { parseMetricKey } from '../metrics/metric-key.ts';
import type { Curve } from './curve.ts';

export interface CurveTable {
  columns: { key: string; label: string }[];
  rows: { step: number; values: (number | null)[] }[];
}

/** All lines by step; a step that a line does not have is empty there. Of points that share a step the last one counts. */
export function curveTable(chosen: readonly string[], curves: ReadonlyMap<string, Curve>): CurveTable {
  const keys = chosen.filter((key) => curves.has(key));
  const rows = new Map<number, (number | null)[]>();
  keys.forEach((key, column) => {
    const curve = curves.get(key);
    curve?.steps.forEach((step, i) => {
      const row = rows.get(step) ?? keys.map(() => null);
      row[column] = curve.mean[i] ?? null;
      rows.set(step, row);
    });
  });
  return {
    columns: keys.map((key) => ({ key, label: parseMetricKey(key).label })),
    rows: [...rows].sort(([a], [b]) => a - b).map(([step, values]) => ({ step, values })),
  };
}

/** With full numbers; a thinned line has lowest and highest beside its mean. */
export function curveCsv(stepWord: string, chosen: readonly string[], curves: ReadonlyMap<string, Curve>): string {
  const keys = chosen.filter((key) => curves.has(key));
  const head = keys.flatMap((key) =>
    curves.get(key)?.exact === false ? [`${key} mean`, `${key} low`, `${key} high`] : [key],
  );
  const rows = new Map<number, string[]>();
  let column = 0;
  for (const key of keys) {
    const curve = curves.get(key);
    if (curve === undefined) continue;
    const start = column;
    curve.steps.forEach((step, i) => {
      const row = rows.get(step) ?? head.map(() => '');
      const values = curve.exact ? [curve.mean[i]] : [curve.mean[i], curve.low[i], curve.high[i]];
      values.forEach((value, place) => {
        row[start + place] = String(value ?? '');
      });
      rows.set(step, row);
    });
    column += curve.exact ? 1 : 3;
  }
  const lines = [...rows].sort(([a], [b]) => a - b).map(([step, values]) => [String(step), ...values].join(','));
  return `${[[stepWord, ...head].map(quoted).join(','), ...lines].join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The alternative text of the chart: each line's first, last and best. */
export function curveSentence(stepWord: string, chosen: readonly string[], curves: ReadonlyMap<string, Curve>): string {
  const told = chosen.flatMap((key) => {
    const curve = curves.get(key);
    const last = curve?.steps.at(-1);
    if (curve === undefined || last === undefined) return [];
    const { label } = parseMetricKey(key);
    return `${label} from ${formatNumber(curve.mean[0])} to ${formatNumber(curve.mean.at(-1))} at ${stepWord} ${formatNumber(last)}`;
  });
  return told.length === 0 ? 'No points yet.' : `Learning curves: ${told.join('; ')}.`;
}
