import { fromWire } from '@trainyard/contracts';
import type { Outcome } from './lab.ts';

/** Above this a resumed run is another run; below it rounding may explain what differs. */
export const closeWithin = 1e-6;

/** Files whose bytes are the result; a report may hold a date, a history the time. */
const compared = new Set(['model', 'onnx', 'predictions', 'dataset']);
/** Durations differ between any two runs. */
const timed = /(^|[/_])(s|ms|seconds|duration|time|per_s|per_second|eta)$/;

export interface Comparison {
  level: 'exact' | 'close' | 'different';
  largestDifference: number;
  metrics: number;
  files: number;
  /** What differs, in words. */
  differences: string[];
}

function relativeDifference(a: number, b: number): number {
  if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  const scale = Math.max(Math.abs(a), Math.abs(b));
  const difference = Math.abs(a - b) / scale;
  return Number.isFinite(difference) ? difference : Number.POSITIVE_INFINITY;
}

/** Final metrics and produced files, number by number and bit by bit. `earlier`: files of the attempt that was cut short. */
export function compareOutcomes(straight: Outcome, resumed: Outcome, earlier: readonly Outcome[] = []): Comparison {
  const differences: string[] = [];
  let largest = 0;
  const left = straight.end.done?.metrics ?? {};
  const right = resumed.end.done?.metrics ?? {};
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => !timed.test(key));
  for (const key of keys) {
    const a = left[key];
    const b = right[key];
    if (a === undefined || b === undefined) {
      largest = Number.POSITIVE_INFINITY;
      differences.push(`the final metric "${key}" is stated by one of the two only`);
      continue;
    }
    const difference = relativeDifference(fromWire(a), fromWire(b));
    largest = Math.max(largest, difference);
    if (difference > 0) differences.push(`${key}: ${a} and ${b}`);
  }
  const files = new Map(earlier.flatMap((outcome) => [...outcome.files]));
  for (const [path, file] of resumed.files) files.set(path, file);
  const paths = [...straight.files].filter(([, file]) => compared.has(file.kind));
  let otherBytes = 0;
  for (const [path, file] of paths) {
    const other = files.get(path);
    if (other === undefined) {
      largest = Number.POSITIVE_INFINITY;
      differences.push(`"${path}" is missing`);
    } else if (other.sha256 !== file.sha256) {
      otherBytes += 1;
      differences.push(`"${path}" (${file.kind}) has other bytes`);
    }
  }
  const level = largest === 0 && otherBytes === 0 ? 'exact' : largest <= closeWithin ? 'close' : 'different';
  return { level, largestDifference: largest, metrics: keys.length, files: paths.length, differences };
}
