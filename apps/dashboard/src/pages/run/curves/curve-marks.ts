import type { CheckpointRow } from '@trainyard/contracts';
import type { Reading } from '../live/reading.ts';
import { parseMetricKey } from '../metrics/metric-key.ts';
import type { Mark } from './curve-option.ts';

export interface MarkFacts {
  chosen: readonly string[];
  readings: ReadonlyMap<string, Reading>;
  checkpoints: readonly Pick<CheckpointRow, 'name' | 'step' | 'epoch' | 'best'>[];
  /** Steps that attempts went on from. */
  resumes: readonly number[];
}

/** Beyond this many, triangles would be a line. */
const mostCheckpoints = 200;

export function curveMarks({ chosen, readings, checkpoints, resumes }: MarkFacts): Mark[] {
  const placeOf = placesOn(chosen, readings, checkpoints);
  const marks: Mark[] = checkpoints.slice(0, mostCheckpoints).flatMap((row) => {
    const step = placeOf(row);
    return step === null ? [] : [{ step, label: row.name, kind: row.best ? 'best-checkpoint' : 'checkpoint' }];
  });
  for (const resumed of resumes) {
    const step = placeOf({ step: resumed, epoch: null });
    if (step !== null) marks.push({ step, label: 'resumed', kind: 'resume' });
  }
  const best = bestPlace(chosen, readings);
  if (best !== null) marks.push({ step: best, label: 'best', kind: 'best' });
  return marks;
}

/**
 * Metrics may count epochs where checkpoints count steps, or chunks. What a checkpoint counts is taken for its place only
 * where it reaches about as far as the metrics do; else nobody knows the place, and none is marked.
 */
function placesOn(
  chosen: readonly string[],
  readings: ReadonlyMap<string, Reading>,
  checkpoints: MarkFacts['checkpoints'],
): (row: { step: number; epoch: number | null }) => number | null {
  const last = Math.max(...chosen.map((key) => readings.get(key)?.step ?? Number.NEGATIVE_INFINITY));
  const reaches = (furthest: number) => furthest <= last * 1.1 + 1 && furthest >= last * 0.3 - 1;
  if (reaches(Math.max(...checkpoints.map(({ step }) => step)))) return ({ step }) => step;
  if (reaches(Math.max(...checkpoints.map(({ epoch }) => epoch ?? Number.NEGATIVE_INFINITY))))
    return ({ epoch }) => epoch;
  return () => null;
}

/** Of the first validation metric with a good end; without one there is no best to mark. */
function bestPlace(chosen: readonly string[], readings: ReadonlyMap<string, Reading>): number | null {
  const metric = chosen.map(parseMetricKey).find(({ group, better }) => group === 'validation' && better !== null);
  const reading = metric === undefined ? undefined : readings.get(metric.key);
  if (metric === undefined || reading === undefined || reading.before.length === 0) return null;
  return (metric.better === 'lower' ? reading.low : reading.high)?.step ?? null;
}
