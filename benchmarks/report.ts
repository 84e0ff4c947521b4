import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One measured number beside what was promised. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** The promise: at most, or at least, this. */
  limit: { at: 'most' | 'least'; value: number } | null;
  /** What others reach, with its source. */
  peer?: string;
}

/** The value below which `share` of the sorted numbers lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function holds({ value, limit }: Figure): boolean {
  if (limit === null) return true;
  return limit.at === 'most' ? value <= limit.value : value >= limit.value;
}

const shown = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** Prints the table and keeps figures and raw numbers in benchmarks/results/<name>.json. A promise that is not kept is said, not hidden. */
export function publish(name: string, figures: readonly Figure[], raw: unknown): void {
  const rows = figures.map((figure) => ({
    what: figure.what,
    measured: `${shown(figure.value)} ${figure.unit}`,
    promise:
      figure.limit === null
        ? ''
        : `${figure.limit.at === 'most' ? '≤' : '≥'} ${shown(figure.limit.value)} ${figure.unit}`,
    kept: figure.limit === null ? '' : holds(figure) ? 'yes' : 'NO',
    peer: figure.peer ?? '',
  }));
  const columns = ['what', 'measured', 'promise', 'kept', 'peer'] as const;
  const width = (column: (typeof columns)[number]) => Math.max(column.length, ...rows.map((row) => row[column].length));
  const line = (row: Record<(typeof columns)[number], string>) =>
    columns
      .map((c) => row[c].padEnd(width(c)))
      .join('  ')
      .trimEnd();
  const title: Record<(typeof columns)[number], string> = {
    what: name,
    measured: 'measured',
    promise: 'promise',
    kept: 'kept',
    peer: 'peer',
  };
  console.log(`\n${line(title)}\n${columns.map((c) => '-'.repeat(width(c))).join('  ')}`);
  for (const row of rows) console.log(line(row));
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_bytes: totalmem(),
    node: process.version,
  };
  writeFileSync(
    new URL(`results/${name}.json`, import.meta.url),
    JSON.stringify({ name, at: new Date().toISOString(), machine, figures, raw }, null, 1),
  );
}
