import type { SectionOf } from '@trainyard/contracts';
import { isBaseline } from '@trainyard/domain';
import { formatFigure, num, oneLine } from '@trainyard/sections';
import type { ReadRun } from './read-run.ts';

/** A figure that a run is judged by. */
export interface Figure {
  name: string;
  label: string;
  value: string;
  /** `0.921 to 0.952`; empty where there is no interval. */
  range: string;
  /** Why it may flatter; empty where nothing does. */
  note: string;
}

type Row = SectionOf<'metric-table'>['data']['rows'][number];

function ofRow(row: Row, splitNote: string): Figure {
  const [low, high] = [num(row.low), num(row.high)];
  const known = Number.isFinite(low) && Number.isFinite(high);
  return {
    name: row.name,
    label: oneLine(row.label ?? row.name),
    value: formatFigure(num(row.value), row.unit),
    range: known ? `${formatFigure(low)} to ${formatFigure(high)}` : '',
    note: row.note ?? splitNote,
  };
}

/** Final metrics of a run without a table of scores: those on the test part before the others. */
function ofMetrics({ run }: Pick<ReadRun, 'run'>, splitNote: string): Figure[] {
  const groups = ['test/', 'validation/', 'train/'];
  const place = (key: string): number => {
    const found = groups.findIndex((group) => key.startsWith(group));
    return found === -1 ? groups.length : found;
  };
  return Object.entries(run.metrics)
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([key, value]) => ({
      name: key,
      label: oneLine(key),
      value: formatFigure(Number(value)),
      range: '',
      // Training figures say nothing of new data, whatever the split.
      note: key.startsWith('test/') ? splitNote : '',
    }));
}

/** Key figures with their intervals, and beside each the honesty note of the split. */
export function figuresOf(read: Pick<ReadRun, 'run' | 'sections'>): Figure[] {
  const note = read.run.split?.note ?? '';
  const tables = read.sections.filter((section) => section.type === 'metric-table');
  // The same score under two names of sections is one score.
  const rows = new Map(tables.flatMap(({ data }) => data.rows).map((row) => [row.name, row]));
  // A trainer that marks some of its rows has left the others unmarked on purpose: they are for units it never saw.
  const marked = [...rows.values()].some((row) => row.note !== null);
  // What is there to be held against comes after what it is held against.
  const place = (row: Row): number => (isBaseline(row) ? 1 : row.better === 'none' ? 2 : 0);
  const sorted = [...rows.values()].sort((a, b) => place(a) - place(b));
  return rows.size > 0 ? sorted.map((row) => ofRow(row, marked ? '' : note)) : ofMetrics(read, note);
}
