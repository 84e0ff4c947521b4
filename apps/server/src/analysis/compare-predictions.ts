import { type Clustering, clusteringOf, type Pairing, pairPredictions, recordingOf, testPair } from '@trainyard/domain';
import type { PredictionsFile } from './predictions-file.ts';
import type { ComparedPairs, PredictionsSource } from './thread-task.ts';

/** Which physical unit a recording is of, by the data set's index. */
export interface Units {
  column: string;
  of(recording: string): string | null;
}

export interface ComparedRun {
  source: PredictionsSource;
  file: PredictionsFile;
}

function otherData(a: PredictionsSource, b: PredictionsSource): string | null {
  if (a.dataset?.digest !== b.dataset?.digest) {
    return a.dataset?.name === b.dataset?.name ? 'other data set version' : 'other data set';
  }
  return a.window === b.window ? null : 'other test set: windows of another length or overlap';
}

function pairOf(a: ComparedRun | null, b: ComparedRun | null): Pairing | { reason: string } {
  if (a === null || b === null) return { reason: 'no predictions' };
  const other = otherData(a.source, b.source);
  if (other !== null) return { reason: other };
  // Of a sealed test part a run has as many answers as its budget paid for: those that both have are paired.
  const common = a.source.sealed !== null && a.source.sealed === b.source.sealed;
  return pairPredictions(a.file, b.file, { common });
}

/** Every pair of runs that can be tested, and why the others cannot. */
export async function comparePairs(
  runs: readonly (ComparedRun | null)[],
  unitsOf: (digest: string) => Promise<Units | null>,
): Promise<ComparedPairs> {
  const result: ComparedPairs = { pairs: [], refused: [], metric: 'accuracy', units: null };
  for (const [first, a] of runs.entries()) {
    for (let second = first + 1; second < runs.length; second += 1) {
      const pairing = pairOf(a, runs[second] ?? null);
      if ('reason' in pairing) {
        result.refused.push({ a: first, b: second, reason: pairing.reason });
        continue;
      }
      const digest = a?.source.dataset?.digest;
      const units = digest === undefined ? null : await unitsOf(digest);
      const clustering: Clustering | null = clusteringOf(pairing.ids, units);
      result.pairs.push({ ...testPair(pairing, clustering), first, second });
      if (pairing.numeric) result.metric = 'absolute error';
      if (units !== null) {
        const there = new Set(pairing.ids.map((id) => units.of(recordingOf(id)) ?? id));
        result.units = { column: units.column, count: there.size };
      }
    }
  }
  return result;
}
