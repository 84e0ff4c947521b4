import { fromWire } from '@trainyard/contracts';
import { betterByName, type Curve, type CurvePair } from '@trainyard/domain';
import { listSeries, readWindow } from '@trainyard/store';
import type { Parts } from '../parts.ts';

/** Enough to see a trend; longer series come as the means of so many stretches. */
const points = 1000;
/** A trainer that reports many metrics is judged by the first of them. */
const mostPairs = 8;

async function curveOf(
  { store }: Pick<Parts, 'store'>,
  run: { id: string; number: number },
  key: string,
): Promise<Curve> {
  const window = await readWindow(store, run, key, { buckets: points });
  const all =
    window.points?.map(([step, value]) => [step, fromWire(value)] as const) ??
    (window.buckets ?? []).map(([step, , , mean]) => [step, fromWire(mean)] as const);
  const known = all.filter(([, value]) => Number.isFinite(value));
  return { steps: known.map(([step]) => step), values: known.map(([, value]) => value) };
}

/** Every `validation/<metric>` of a run with its `train/<metric>`, where its name tells which way is better. */
export async function learningCurves(
  parts: Pick<Parts, 'store'>,
  run: { id: string; number: number },
): Promise<CurvePair[]> {
  const keys = new Set((await listSeries(parts.store, run.id)).map((series) => series.key));
  const metrics = [...keys].flatMap((key) => {
    const metric = /^validation\/(.+)$/.exec(key)?.[1];
    return metric !== undefined && betterByName(metric) !== 'none' ? [metric] : [];
  });
  return Promise.all(
    metrics.slice(0, mostPairs).map(async (metric) => ({
      metric,
      better: betterByName(metric),
      train: keys.has(`train/${metric}`) ? await curveOf(parts, run, `train/${metric}`) : null,
      validation: await curveOf(parts, run, `validation/${metric}`),
    })),
  );
}
