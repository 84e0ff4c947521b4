import type { SectionOf } from '@trainyard/contracts';
import type { Look } from '../live-view.ts';
import { tableText } from '../table.ts';
import { numberText, scoreText } from '../words.ts';

/** Headline numbers with their intervals; a flattering split says so beside the very number. */
export function metricTable(section: SectionOf<'metric-table'>, look: Look): string {
  const rows = section.data.rows.map((row) => {
    const range = row.low === null || row.high === null ? '' : `${scoreText(row.low)} to ${scoreText(row.high)}`;
    const isScore = row.unit === '' && (row.better === 'higher' || row.low !== null);
    const value = isScore ? scoreText(row.value) : `${numberText(row.value)} ${row.unit}`.trimEnd();
    return [row.label ?? row.name, look.ink.bold(value), range, row.note === null ? '' : look.ink.warn(row.note)];
  });
  const columns = [
    { title: 'metric', wrap: true },
    { title: 'value', right: true },
    { title: 'interval' },
    { title: 'note', wrap: true },
  ];
  const used = columns.map((_, i) => i < 2 || rows.some((row) => row[i] !== ''));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, i) => used[i]);
  return tableText(kept(columns), rows.map(kept), look);
}
