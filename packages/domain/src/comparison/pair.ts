import { clusterBootstrap, mcnemar, pairedBootstrap } from '../statistics/index.ts';

/** What a run predicted on its test part. */
export interface Predicted {
  ids: readonly string[];
  truth: readonly string[];
  prediction: readonly string[];
  /** Truth and prediction are quantities, not classes. */
  numeric: boolean;
}

/** Two runs on the same samples, in one order. `a` and `b` are what is compared: right (1) or wrong (0), or the absolute error. */
export interface Pairing {
  numeric: boolean;
  ids: readonly string[];
  a: number[];
  b: number[];
  /** How many each of the two has predicted; more than there are pairs where not all were common to both. */
  of: { a: number; b: number };
}

/** With fewer pairs than this no exact test can show a difference, whatever they say: 2 / 2^5 is more than 5 %. */
const fewestCommon = 6;

function scoresOf(predicted: Predicted, order: readonly number[]): number[] {
  return order.map((i) => {
    const [truth, prediction] = [predicted.truth[i] ?? '', predicted.prediction[i] ?? ''];
    return predicted.numeric ? Math.abs(Number(prediction) - Number(truth)) : Number(truth === prediction);
  });
}

/**
 * Pairs by sample id; otherwise says why they cannot be paired. `common`: both are about one and the same test part, of which
 * each has predicted as much as its budget paid for; those that both have are paired.
 */
export function pairPredictions(
  a: Predicted,
  b: Predicted,
  { common = false }: { common?: boolean } = {},
): Pairing | { reason: string } {
  if (a.numeric !== b.numeric) return { reason: 'one predicts classes, the other quantities' };
  const placeInB = new Map(b.ids.map((id, i) => [id, i]));
  const orderA = a.ids.flatMap((id, i) => (placeInB.has(id) ? [i] : []));
  const same = a.ids.length === b.ids.length && orderA.length === a.ids.length;
  if (!same && !common) return { reason: 'other test set' };
  if (a.ids.length === 0 || b.ids.length === 0) return { reason: 'no predictions' };
  if (!same && orderA.length < fewestCommon) {
    const items = orderA.length === 1 ? 'item' : 'items';
    return { reason: `only ${orderA.length} test ${items} in common, of ${a.ids.length} and ${b.ids.length}` };
  }
  const ids = orderA.map((i) => a.ids[i] ?? '');
  const orderB = ids.map((id) => placeInB.get(id) ?? 0);
  // Quantities may be written with other digits; what was to be predicted must still be the same number.
  const alike = (i: number, j: number): boolean =>
    a.truth[i] === b.truth[j] ||
    (a.numeric && Math.abs(Number(a.truth[i]) - Number(b.truth[j])) <= 1e-9 * Math.abs(Number(a.truth[i])));
  if (!orderA.every((i, k) => alike(i, orderB[k] ?? 0))) return { reason: 'other true values' };
  const of = { a: a.ids.length, b: b.ids.length };
  return { numeric: a.numeric, ids, a: scoresOf(a, orderA), b: scoresOf(b, orderB), of };
}

/** Fewer clusters than this cannot be resampled sensibly. */
const minClusters = 5;

/** A sample's recording: windows are named `<recording>#<k>`. */
export function recordingOf(id: string): string {
  return id.replace(/#\d+$/, '');
}

export interface Clustering {
  /** What is drawn as a whole, such as "recording" or the unit column. */
  by: string;
  clusters: string[];
  count: number;
  /** Enough to be drawn; otherwise nothing can be proved. */
  enough: boolean;
}

/**
 * What belongs together: the physical unit where the test part has enough of them, else the recording. Null where every
 * sample stands for itself.
 */
export function clusteringOf(
  ids: readonly string[],
  unit: { column: string; of: (recording: string) => string | null } | null,
): Clustering | null {
  const recordings = ids.map(recordingOf);
  const byRecording = new Set(recordings).size;
  if (unit !== null) {
    const units = recordings.map((recording) => unit.of(recording) ?? recording);
    const byUnit = new Set(units).size;
    if (byUnit >= minClusters && byUnit < ids.length) {
      return { by: unit.column, clusters: units, count: byUnit, enough: true };
    }
  }
  if (byRecording === ids.length) return null;
  return { by: 'recording', clusters: recordings, count: byRecording, enough: byRecording >= minClusters };
}

export interface PairResult {
  test: 'mcnemar' | 'paired-bootstrap';
  samples: number;
  /** How many each of the two has predicted. */
  of: { a: number; b: number };
  /** Accuracy, or mean absolute error. */
  a: number;
  b: number;
  difference: number;
  low: number;
  high: number;
  p: number;
  /** The same question asked of whole clusters; null where every sample stands for itself. */
  clustered: { by: string; count: number; enough: boolean; p: number } | null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The smallest p that any exact test could give where so many clusters tell the runs apart: were it chance, each of them might
 * as well have gone the other way. The bootstrap alone is too sure of itself where clusters are few.
 */
function smallestP({ a, b }: Pairing, { clusters }: Clustering): number {
  const sums = new Map<string, number>();
  for (const [i, cluster] of clusters.entries()) {
    sums.set(cluster, (sums.get(cluster) ?? 0) + (a[i] ?? 0) - (b[i] ?? 0));
  }
  const apart = [...sums.values()].filter((sum) => sum !== 0).length;
  return Math.min(1, 2 ** (1 - apart));
}

/** The exact McNemar test for classes, the paired bootstrap for quantities; the interval by clusters where there are some. */
export function testPair(pairing: Pairing, clustering: Clustering | null): PairResult {
  const { a, b, numeric } = pairing;
  const simple = numeric || clustering === null ? pairedBootstrap(a, b) : null;
  const whole = clustering === null ? null : clusterBootstrap(a, b, clustering.clusters);
  const interval = whole ?? simple ?? { value: 0, low: 0, high: 0, p: 1 };
  const onlyA = a.filter((right, i) => right === 1 && b[i] === 0).length;
  const onlyB = a.filter((right, i) => right === 0 && b[i] === 1).length;
  return {
    test: numeric ? 'paired-bootstrap' : 'mcnemar',
    samples: a.length,
    of: pairing.of,
    a: mean(a),
    b: mean(b),
    difference: interval.value,
    low: interval.low,
    high: interval.high,
    p: numeric ? (simple?.p ?? 1) : mcnemar(onlyA, onlyB),
    clustered:
      clustering === null || whole === null
        ? null
        : {
            by: clustering.by,
            count: clustering.count,
            enough: clustering.enough,
            p: Math.max(whole.p, smallestP(pairing, clustering)),
          },
  };
}
