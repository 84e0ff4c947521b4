import type { FrozenRun } from '@trainyard/contracts';

export interface ConfigRow {
  key: string;
  value: string;
  origin: FrozenRun['origin'][string] | null;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Every setting of the record by its dotted key, in the order of the alphabet. */
export function configRows({ config, origin }: Pick<FrozenRun, 'config' | 'origin'>): ConfigRow[] {
  const rows: ConfigRow[] = [];
  const walk = (part: Record<string, unknown>, above: string): void => {
    for (const [name, value] of Object.entries(part)) {
      const key = above === '' ? name : `${above}.${name}`;
      // A value that is an object itself, such as class weights, has one origin and stays one row.
      if (isGroup(value) && origin[key] === undefined) walk(value, key);
      else rows.push({ key, value: valueText(value), origin: origin[key] ?? null });
    }
  };
  walk(config, '');
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  return JSON.stringify(value) ?? '';
}

export const originWords = { default: 'default', preset: 'preset', file: 'file', set: 'set by hand' } as const;
