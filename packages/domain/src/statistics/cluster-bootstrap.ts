import { type BootstrapOptions, type Interval, percentile } from './intervals.ts';
import { seededRandom } from './random.ts';

/**
 * As the paired bootstrap, but whole clusters are drawn, not samples: windows of one recording resemble each other, and
 * drawing them singly would make every interval too narrow. Clusters are taken in the order of their first sample.
 */
export function clusterBootstrap(
  a: readonly number[],
  b: readonly number[],
  clusters: readonly string[],
  options: BootstrapOptions = {},
): Interval & { p: number } {
  if (a.length !== b.length || a.length !== clusters.length) {
    throw new RangeError(`pairs were expected, got ${a.length} and ${b.length} values of ${clusters.length} clusters`);
  }
  const { draws = 2000, seed = 0, confidence = 0.95 } = options;
  if (a.length === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, p: 1 };
  const place = new Map<string, number>();
  const sums: number[] = [];
  const sizes: number[] = [];
  let total = 0;
  for (const [i, cluster] of clusters.entries()) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    total += difference;
    const at = place.get(cluster) ?? place.size;
    place.set(cluster, at);
    sums[at] = (sums[at] ?? 0) + difference;
    sizes[at] = (sizes[at] ?? 0) + 1;
  }
  const random = seededRandom(seed);
  const means = Array.from({ length: draws }, () => {
    let [sum, size] = [0, 0];
    for (let i = 0; i < sums.length; i += 1) {
      const drawn = random.below(sums.length);
      sum += sums[drawn] ?? 0;
      size += sizes[drawn] ?? 0;
    }
    return sum / size;
  });
  const below = means.filter((mean) => mean <= 0).length;
  const above = means.filter((mean) => mean >= 0).length;
  const sorted = [...means].sort((x, y) => x - y);
  return {
    value: total / a.length,
    low: percentile(sorted, (1 - confidence) / 2),
    high: percentile(sorted, (1 + confidence) / 2),
    p: Math.min(1, (2 * (Math.min(below, above) + 1)) / (draws + 1)),
  };
}
