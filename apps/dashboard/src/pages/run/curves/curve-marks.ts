import type { CheckpointRow } from '@trainyard/contracts';
import type { Reading } from '../live/reading.ts';
import { parseMetricKey } from '../metrics/metric-key.ts';
import type { Mark } from './curve-option.ts';

export interface MarkFacts {
  chosen: readonly string[];
  readings: ReadonlyMap<string, Reading>;
  checkpoints: readonly Pick<CheckpointRow, 'name' | 'step' | 'epoch' | 'best'>[];
  attempts: readonly { attempt: number; resumed_from: string | null }[];
}

/** Beyond this many, triangles would be a line. */
const mostCheckpoints = 200;

export function curveMarks({ chosen, readings, checkpoints, attempts }: MarkFacts): Mark[] {
  const placeOf = placesOn(chosen, readings, checkpoints);
  const marks: Mark[] = checkpoints.slice(0, mostCheckpoints).map((row) => ({
    step: placeOf(row),
    label: row.name,
    kind: row.best ? 'best-checkpoint' : 'checkpoint',
  }));
  for (const { attempt, resumed_from: from } of attempts) {
    const row = checkpoints.find(({ name }) => name === from);
    if (attempt > 1 && row !== undefined) marks.push({ step: placeOf(row), label: 'resumed', kind: 'resume' });
  }
  const best = bestPlace(chosen, readings);
  if (best !== null) marks.push({ step: best, label: 'best', kind: 'best' });
  return marks;
}

/** Metrics may count epochs where checkpoints count steps; then the epoch of the checkpoint is its place. */
function placesOn(
  chosen: readonly string[],
  readings: ReadonlyMap<string, Reading>,
  checkpoints: MarkFacts['checkpoints'],
): (row: { step: number; epoch: number | null }) => number {
  const lastStep = Math.max(...chosen.map((key) => readings.get(key)?.step ?? Number.NEGATIVE_INFINITY));
  const countsEpochs = checkpoints.some(({ step }) => step > lastStep * 1.5 + 1);
  return (row) => (countsEpochs && row.epoch !== null ? row.epoch : row.step);
}

/** Of the first validation metric with a good end; without one there is no best to mark. */
function bestPlace(chosen: readonly string[], readings: ReadonlyMap<string, Reading>): number | null {
  const metric = chosen.map(parseMetricKey).find(({ group, better }) => group === 'validation' && better !== null);
  const reading = metric === undefined ? undefined : readings.get(metric.key);
  if (metric === undefined || reading === undefined || reading.before.length === 0) return null;
  return (metric.better === 'lower' ? reading.low : reading.high)?.step ?? null;
}
