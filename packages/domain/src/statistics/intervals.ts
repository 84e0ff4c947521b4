import { seededRandom } from './random.ts';

/**
 * Intervals and tests as protocol/golden-statistics/README.md defines them; the Python side computes the same numbers from
 * the same inputs, and the golden files there hold both to it.
 */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** The quantile of the normal distribution. */
export function normalQuantile(p: number): number {
  if (p === 0.975) return 1.959963984540054;
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  // Bisection on the distribution function: slow, plain, and exact to the last bits.
  let [low, high] = [-40, 40];
  for (let i = 0; i < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low)); i += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalCdf(x: number): number {
  if (x < -6) return 0;
  if (x > 6) return 1;
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
    term *= (x * x) / i;
    sum += term;
    if (i > 400) break;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Wilson's interval of a proportion. */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval {
  if (trials === 0) return { value: Number.NaN, low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const p = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return {
    value: p,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function resampledMeans(values: readonly number[], draws: number, seed: number): number[] {
  const random = seededRandom(seed);
  const n = values.length;
  return Array.from({ length: draws }, () => {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += values[random.below(n)] ?? 0;
    return sum / n;
  });
}

/** Of sorted values, linear between neighbours. */
export function percentile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export interface BootstrapOptions {
  draws?: number;
  seed?: number;
  confidence?: number;
}

function intervalOf(values: readonly number[], means: readonly number[], confidence: number): Interval {
  const sorted = [...means].sort((a, b) => a - b);
  return {
    value: meanOf(values),
    low: percentile(sorted, (1 - confidence) / 2),
    high: percentile(sorted, (1 + confidence) / 2),
  };
}

/** Percentile interval of a mean. */
export function bootstrapMean(values: readonly number[], options: BootstrapOptions = {}): Interval {
  const { draws = 2000, seed = 0, confidence = 0.95 } = options;
  if (values.length === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  return intervalOf(values, resampledMeans(values, draws, seed), confidence);
}

/** Interval and p of the mean difference a - b over the same samples. */
export function pairedBootstrap(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions = {},
): Interval & { p: number } {
  if (a.length !== b.length) throw new RangeError(`pairs were expected, got ${a.length} and ${b.length} values`);
  const { draws = 2000, seed = 0, confidence = 0.95 } = options;
  if (a.length === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, p: 1 };
  const differences = a.map((value, i) => value - (b[i] ?? 0));
  const means = resampledMeans(differences, draws, seed);
  const below = means.filter((mean) => mean <= 0).length;
  const above = means.filter((mean) => mean >= 0).length;
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (draws + 1));
  return { ...intervalOf(differences, means, confidence), p };
}

/** Exact McNemar test of b and c discordant pairs. */
export function mcnemar(b: number, c: number): number {
  const n = b + c;
  if (n === 0) return 1;
  const logs = [0];
  for (let i = 1; i <= n; i += 1) logs.push((logs[i - 1] ?? 0) + Math.log(i));
  const logChoose = (k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  let tail = 0;
  if (n <= 1000) {
    // Exact terms where they fit a double: the logarithms lose digits that the golden values hold.
    let term = 2 ** -n;
    for (let k = 0; k <= Math.min(b, c); k += 1) {
      tail += term;
      term = (term * (n - k)) / (k + 1);
    }
  } else {
    for (let k = 0; k <= Math.min(b, c); k += 1) tail += Math.exp(logChoose(k) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/** Holm's correction, in the order that came in. */
export function holm(p: readonly number[]): number[] {
  const order = p.map((value, i) => ({ value, i })).sort((x, y) => x.value - y.value);
  const corrected = [...p];
  let running = 0;
  for (const [rank, { value, i }] of order.entries()) {
    running = Math.max(running, value * (p.length - rank));
    corrected[i] = Math.min(1, running);
  }
  return corrected;
}
