import type { FrozenRun } from '@trainyard/contracts';

/** Lists are values; groups of settings are descended into. */
function flat(value: unknown, prefix: string, into: Map<string, string>): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    into.set(prefix, typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? ''));
    return into;
  }
  for (const [key, child] of Object.entries(value)) flat(child, prefix === '' ? key : `${prefix}.${key}`, into);
  return into;
}

/** What of a record bears on its result, as text by key. */
export function flattenRecord(record: FrozenRun): Map<string, string> {
  const around = new Map<string, string>([
    ['trainer', record.trainer.id],
    ['code', record.trainer.code_digest.slice(0, 12)],
    ['lock', record.trainer.lock_digest?.slice(0, 12) ?? 'none'],
    ['preset', record.preset ?? 'none'],
    ['dataset', record.dataset === null ? 'none' : `${record.dataset.name}@${record.dataset.version}`],
    ['split (digest)', record.split?.digest.slice(0, 12) ?? 'none'],
    ['seed', String(record.seed)],
    ['threads', String(record.resources.threads)],
  ]);
  return flat(record.config, 'config', around);
}

export interface SideBySide {
  key: string;
  /** One a run; null where it has no such parameter. */
  values: (string | null)[];
  differs: boolean;
}

/** All parameters of several runs, in the order in which they are first met. */
export function parametersSideBySide(records: readonly ReadonlyMap<string, string>[]): SideBySide[] {
  const keys = new Set(records.flatMap((record) => [...record.keys()]));
  return [...keys].map((key) => {
    const values = records.map((record) => record.get(key) ?? null);
    return { key, values, differs: new Set(values).size > 1 };
  });
}
