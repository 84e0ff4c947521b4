import { fromWire, type Section, type SectionOf, type WireNumber } from '@trainyard/contracts';

export type Better = 'higher' | 'lower' | 'none';
export type MetricRow = SectionOf<'metric-table'>['data']['rows'][number];

/** Whole words of a metric's name; of several the last decides ("accuracy_loss" is a loss). */
const up = ['accuracy', 'f1', 'auc', 'r2', 'precision', 'recall', 'score', 'map'];
const down = ['loss', 'error', 'rmse', 'mse', 'mae', 'mape', 'smape', 'brier', 'ece', 'perplexity'];

/** Which way is better, by name, for a metric that no section says it of. */
export function betterByName(key: string): Better {
  const words = key.toLowerCase().split(/[^a-z0-9]+/);
  for (const word of words.reverse()) {
    if (up.includes(word)) return 'higher';
    if (down.includes(word)) return 'lower';
  }
  return 'none';
}

export function metricRows(sections: readonly Section[]): MetricRow[] {
  return sections.flatMap((section) => (section.type === 'metric-table' ? section.data.rows : []));
}

/** A row that is there to be held against: what guessing or the simplest model reaches. */
export function isBaseline(row: Pick<MetricRow, 'name'>): boolean {
  return row.name.endsWith('_baseline');
}

/** The figure that a run is judged by: the first scored row for which one direction is better. */
export function headlineOf(sections: readonly Section[]): MetricRow | null {
  return metricRows(sections).find((row) => row.better !== 'none' && !isBaseline(row)) ?? null;
}

export interface MeasuredRun {
  sections: readonly Section[];
  /** Final values by key, such as `test/accuracy`. */
  metrics: Readonly<Record<string, WireNumber>>;
  /** Its split flatters it: it shows how well the same units are known, not new ones. */
  flattered: boolean;
}

export interface MetricSideBySide {
  key: string;
  label: string;
  better: Better;
  values: (WireNumber | null)[];
  low: (WireNumber | null)[];
  high: (WireNumber | null)[];
  winner: number | null;
}

/** The place of the one best value; null where there is none to beat, or several share it. */
export function winnerOf(values: readonly (WireNumber | null)[], better: Better): number | null {
  if (better === 'none') return null;
  const known = values.flatMap((value, place) => {
    const number = value === null ? Number.NaN : fromWire(value);
    return Number.isNaN(number) ? [] : [{ place, number: better === 'higher' ? number : -number }];
  });
  if (known.length < 2) return null;
  const best = Math.max(...known.map((one) => one.number));
  const winners = known.filter((one) => one.number === best);
  return winners.length === 1 ? (winners[0]?.place ?? null) : null;
}

interface Cell {
  value: WireNumber;
  low: WireNumber | null;
  high: WireNumber | null;
  flattered: boolean;
}

function cellOf(run: MeasuredRun, key: string, inTable: boolean): Cell | null {
  const row = inTable ? metricRows(run.sections).find((one) => one.name === key) : undefined;
  if (row !== undefined) {
    // Beside a flattered score a table may tell an honest one: its row carries no note.
    return { value: row.value, low: row.low, high: row.high, flattered: run.flattered && row.note !== null };
  }
  // A run without tables may still have stated the same figure of its test part.
  const stated = run.metrics[inTable ? `test/${key}` : key];
  return stated === undefined ? null : { value: stated, low: null, high: null, flattered: run.flattered };
}

/** A flattered score beats no honest one, and a baseline is no competitor. */
function winnerAmong(key: string, cells: readonly (Cell | null)[], better: Better): number | null {
  if (isBaseline({ name: key })) return null;
  const anyHonest = cells.some((cell) => cell !== null && !cell.flattered);
  const competing = cells.map((cell) => (cell === null || (anyHonest && cell.flattered) ? null : cell.value));
  return winnerOf(competing, better);
}

/** Figures of the metric tables first, with their intervals; then the final metrics that no table tells. */
export function metricsSideBySide(runs: readonly MeasuredRun[]): MetricSideBySide[] {
  const rows = new Map<string, MetricRow>();
  for (const run of runs) for (const row of metricRows(run.sections)) if (!rows.has(row.name)) rows.set(row.name, row);
  const stated = new Set(runs.flatMap((run) => Object.keys(run.metrics)));
  const rest = [...stated].filter((key) => !key.startsWith('system/') && !rows.has(key.replace(/^test\//, ''))).sort();
  const entries = [
    ...[...rows.values()].map((row) => ({
      key: row.name,
      label: row.label ?? row.name,
      better: row.better,
      inTable: true,
    })),
    ...rest.map((key) => ({ key, label: key, better: betterByName(key), inTable: false })),
  ];
  return entries.map(({ key, label, better, inTable }) => {
    const cells = runs.map((run) => cellOf(run, key, inTable));
    const values = cells.map((cell) => cell?.value ?? null);
    return {
      key,
      label,
      better,
      values,
      low: cells.map((cell) => cell?.low ?? null),
      high: cells.map((cell) => cell?.high ?? null),
      winner: winnerAmong(key, cells, better),
    };
  });
}
