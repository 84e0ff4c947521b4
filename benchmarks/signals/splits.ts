import { seededRandom } from '@trainyard/domain';
import type { BenchmarkData, Recording } from './data-set.ts';

export const protocols = [
  { id: 'window', title: 'Random window', says: 'other windows of a recording are in training: an upper bound' },
  { id: 'load', title: 'New load', says: 'the same physical units at other loads are in training: still flattering' },
  { id: 'unit', title: 'New unit', says: 'what is asked of a machine that was never seen' },
  { id: 'both', title: 'New unit, new load', says: 'neither was seen' },
] as const;
export type ProtocolId = (typeof protocols)[number]['id'];

export interface Fold {
  name: string;
  /** Split file: sample or window id to its part. What is in none is not used. */
  parts: Map<string, 'train' | 'validation' | 'test'>;
}

const windowFolds = 3;
const seed = 1;

/** Every recording (or window) is tested once in each protocol, but for `both` of the generated set. */
export function foldsOf(data: BenchmarkData, protocol: ProtocolId): Fold[] {
  if (protocol === 'window') return windowSplits(data);
  const groups = [...new Set(data.recordings.map((one) => one.unitGroup))].sort();
  const loads = [...new Set(data.recordings.map((one) => one.load))].sort();
  if (protocol === 'load')
    return loads.map((load) =>
      fold(
        data,
        load,
        (one) => one.load !== load,
        (one) => one.load === load,
      ),
    );
  if (protocol === 'unit')
    return groups.map((unit) =>
      fold(
        data,
        unit,
        (one) => one.unitGroup !== unit,
        (one) => one.unitGroup === unit,
      ),
    );
  return groups.flatMap((unit, at) =>
    // The generated set is large: there each group of units meets one group of loads, and a third of the set is tested.
    loads
      .filter((_, i) => data.id === 'cwru' || i === at)
      .map((load) =>
        fold(
          data,
          `${unit}, ${load}`,
          (one) => one.unitGroup !== unit && one.load !== load,
          (one) => one.unitGroup === unit && one.load === load,
        ),
      ),
  );
}

function fold(
  data: BenchmarkData,
  name: string,
  trains: (one: Recording) => boolean,
  tests: (one: Recording) => boolean,
): Fold {
  const parts: Fold['parts'] = new Map();
  for (const one of data.recordings) {
    if (tests(one)) parts.set(one.id, 'test');
    else if (trains(one)) parts.set(one.id, 'train');
  }
  return { name, parts };
}

function windowSplits(data: BenchmarkData): Fold[] {
  const random = seededRandom(seed);
  const windows = data.recordings.flatMap((one) => Array.from({ length: one.windows }, (_, k) => `${one.id}#${k}`));
  for (let i = windows.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1);
    [windows[i], windows[other]] = [windows[other] ?? '', windows[i] ?? ''];
  }
  return Array.from({ length: windowFolds }, (_, at) => ({
    name: `third ${at + 1}`,
    parts: new Map(windows.map((id, i) => [id, i % windowFolds === at ? 'test' : 'train'] as const)),
  }));
}

/**
 * For trainers that stop early: a fifth of the training recordings becomes validation, never anything of the test part.
 * Where windows are split, a fifth of the windows.
 */
export function withValidation(fold: Fold): Fold {
  let seen = 0;
  const parts = [...fold.parts].map(([id, part]) => {
    if (part !== 'train') return [id, part] as const;
    seen += 1;
    return [id, seen % 5 === 0 ? 'validation' : 'train'] as const;
  });
  return { name: fold.name, parts: new Map(parts) };
}

/** The commonest class of the training part, said of every window. */
export function majority(data: BenchmarkData, fold: Fold): string {
  const counts = new Map<string, number>();
  for (const one of data.recordings) {
    const whole = fold.parts.get(one.id) === 'train' ? one.windows : 0;
    const single = Array.from({ length: one.windows }, (_, k) => fold.parts.get(`${one.id}#${k}`)).filter(
      (part) => part === 'train',
    );
    counts.set(one.label, (counts.get(one.label) ?? 0) + whole + single.length);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
