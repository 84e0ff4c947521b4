import { fromWire } from '@trainyard/contracts';
import { betterByName, type Curve, type CurvePair, recommend } from '@trainyard/domain';
import { oneLine } from '@trainyard/sections';
import type { Block } from './blocks.ts';
import type { ReadRun, SeriesWindow } from './read-run.ts';

/** A trainer that reports many metrics is judged by the first of them. */
const mostPairs = 8;

function curveOf({ points, buckets }: SeriesWindow): Curve {
  const all =
    points?.map(([step, value]) => [step, fromWire(value)] as const) ??
    (buckets ?? []).map(([step, , , mean]) => [step, fromWire(mean)] as const);
  const known = all.filter(([, value]) => Number.isFinite(value));
  return { steps: known.map(([step]) => step), values: known.map(([, value]) => value) };
}

function pairsOf(series: readonly SeriesWindow[]): CurvePair[] {
  const byKey = new Map(series.map((window) => [window.key, window]));
  const pairs: CurvePair[] = [];
  for (const window of series) {
    const metric = /^validation\/(.+)$/.exec(window.key)?.[1];
    if (metric === undefined || betterByName(metric) === 'none' || pairs.length >= mostPairs) continue;
    const train = byKey.get(`train/${metric}`);
    pairs.push({
      metric,
      better: betterByName(metric),
      train: train === undefined ? null : curveOf(train),
      validation: curveOf(window),
    });
  }
  return pairs;
}

/** What follows from the figures of a run, by the same rules as on its page; each names what it rests on. */
export function recommendationBlocks(read: ReadRun, level: 1 | 2 | 3): Block[] {
  const found = recommend({
    sections: read.sections,
    curves: pairsOf(read.series),
    config: read.frozen?.config ?? {},
    continuable: [],
    split: read.frozen?.split ?? null,
  });
  if (found.length === 0) return [];
  const items = found.map(({ title, evidence }) => ({ title: oneLine(title), text: oneLine(evidence) }));
  return [
    { kind: 'heading', level, text: 'Recommendations' },
    { kind: 'points', items },
  ];
}
