import { joinList, splitList } from '../search/joined-list.ts';
import { type Column, columnOf, narrowest, widest } from './column.ts';
import { tellingMetrics } from './metric-name.ts';

/** A column that is shown, with its width in pixels. */
export interface ShownColumn extends Column {
  size: number;
}

const columnLimit = 40;

function clampWidth(width: number): number {
  return Math.min(widest, Math.max(narrowest, Math.round(width)));
}

/** `status,metric.test/f1@180`: in their order, with the widths that somebody chose. The name is always among them. */
export function readColumns(text: string): ShownColumn[] {
  const shown = new Map<string, ShownColumn>();
  for (const part of splitList(text)) {
    const [, id = part, width] = /^(.+)@(\d{1,4})$/s.exec(part) ?? [];
    const column = columnOf(id);
    if (column !== null && shown.size < columnLimit) {
      shown.set(id, { ...column, size: width === undefined ? column.width : clampWidth(Number(width)) });
    }
  }
  if (!shown.has('name')) return [...usual(['name']), ...shown.values()];
  return [...shown.values()];
}

/** As short as it can be said. A key that looks as if it had a width is written with its own. */
export function writeColumns(columns: readonly ShownColumn[]): string {
  return joinList(
    columns.map(({ id, size, width }) => (size === width && !/@\d{1,4}$/.test(id) ? id : `${id}@${size}`)),
  );
}

function usual(ids: readonly string[]): ShownColumn[] {
  return ids.flatMap((id) => {
    const column = columnOf(id);
    return column === null ? [] : [{ ...column, size: column.width }];
  });
}

/** What is shown before anybody chooses: who the run is, how it goes, how good it is. */
export function usualColumns(metrics: readonly { name: string; runs: number }[]): ShownColumn[] {
  const telling = tellingMetrics(metrics).map((key) => `metric.${key}`);
  return usual([
    'name',
    'status',
    'dataset',
    'trainer',
    ...telling,
    'progress',
    'running_s',
    'created_at',
    'owner',
    'tags',
  ]);
}

export function addColumn(columns: readonly ShownColumn[], id: string): ShownColumn[] {
  if (columns.length >= columnLimit || columns.some((column) => column.id === id)) return [...columns];
  return [...columns, ...usual([id])];
}

export function removeColumn(columns: readonly ShownColumn[], id: string): ShownColumn[] {
  return id === 'name' ? [...columns] : columns.filter((column) => column.id !== id);
}

/** To another place; `to` is where it stands afterwards. */
export function moveColumn(columns: readonly ShownColumn[], id: string, to: number): ShownColumn[] {
  const moved = columns.find((column) => column.id === id);
  if (moved === undefined) return [...columns];
  const others = columns.filter((column) => column.id !== id);
  const place = Math.min(others.length, Math.max(0, to));
  return [...others.slice(0, place), moved, ...others.slice(place)];
}

export function resizeColumns(columns: readonly ShownColumn[], sizes: Readonly<Record<string, number>>): ShownColumn[] {
  return columns.map((column) => {
    const size = sizes[column.id];
    return size === undefined ? column : { ...column, size: clampWidth(size) };
  });
}

/** Keys of the parameters that the list must send along, and the columns of the CSV. */
export function parametersOf(columns: readonly Column[]): string | undefined {
  const keys = columns.filter(({ group }) => group === 'parameter').map(({ key }) => key);
  return keys.length === 0 ? undefined : joinList(keys);
}

export function csvColumnsOf(columns: readonly Column[]): string | undefined {
  const ids = columns.filter(({ group }) => group !== 'run').map(({ id }) => id);
  return ids.length === 0 ? undefined : joinList(ids);
}
