import { extent } from './number.ts';

/** Points of a line beyond which no screen shows more. */
const mostPoints = 2000;

/**
 * Indices of at most about `most` points that look like all of them: of each stretch the first, the least, the greatest
 * and the first that is not finite, so that no spike and no gap is lost.
 */
export function thinned(y: readonly number[], most = mostPoints): number[] {
  if (y.length <= most) return y.map((_, i) => i);
  const stretches = Math.max(1, Math.floor(most / 4));
  const kept = new Set<number>([0, y.length - 1]);
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * y.length) / stretches);
    const to = Math.floor(((s + 1) * y.length) / stretches);
    let least = from;
    let greatest = from;
    let odd = -1;
    for (let i = from; i < to; i++) {
      const value = y[i] ?? Number.NaN;
      if (!Number.isFinite(value)) {
        if (odd < 0) odd = i;
        continue;
      }
      if (!(value >= (y[least] ?? Number.NaN))) least = i;
      if (!(value <= (y[greatest] ?? Number.NaN))) greatest = i;
    }
    kept.add(from).add(least).add(greatest);
    if (odd >= 0) kept.add(odd);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Every n-th index, for clouds of points where order says nothing. */
export function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor((i * count) / most));
}

/** A matrix of at most `rows` x `columns`: the mean of each block, or its first value where a mean means nothing. */
export function coarser(values: readonly (readonly number[])[], rows: number, columns: number, mean: boolean) {
  const height = values.length;
  const width = Math.max(0, ...values.map((row) => row.length));
  const down = Math.min(rows, height);
  const across = Math.min(columns, width);
  const at = (i: number, parts: number, whole: number): number => Math.floor((i * whole) / parts);
  const result: number[][] = [];
  for (let r = 0; r < down; r++) {
    const line: number[] = [];
    for (let c = 0; c < across; c++) {
      const block: number[] = [];
      for (let i = at(r, down, height); i < at(r + 1, down, height); i++) {
        for (let j = at(c, across, width); j < at(c + 1, across, width); j++) block.push(values[i]?.[j] ?? Number.NaN);
      }
      const finite = block.filter(Number.isFinite);
      const whole = mean ? finite.reduce((a, b) => a + b, 0) / finite.length : (finite[0] ?? Number.NaN);
      line.push(whole);
    }
    result.push(line);
  }
  return { values: result, rowOf: (r: number) => at(r, down, height), columnOf: (c: number) => at(c, across, width) };
}

export const spread = (rows: readonly (readonly number[])[]): { low: number; high: number } => {
  const found = extent(rows.flat());
  return found ?? { low: 0, high: 0 };
};
