import { clusterBootstrap } from '@trainyard/domain';
import type { BenchmarkData } from './data-set.ts';
import type { Prediction } from './run-trainer.ts';
import { type Fold, majority, type ProtocolId } from './splits.ts';

export interface Score {
  data: BenchmarkData['id'];
  protocol: ProtocolId;
  family: string;
  title: string;
  windows: number;
  right: number;
  /** 95 %, whole units drawn. */
  low: number;
  high: number;
  units: number;
  /** Units of which more than half of the windows were right. */
  unitsRight: number;
  byUnit: Record<string, number>;
  seconds: number;
}

export function scoreOf(
  data: BenchmarkData,
  protocol: ProtocolId,
  family: { id: string; title: string },
  said: readonly Prediction[],
  seconds: number,
): Score {
  const unitOf = new Map(data.recordings.map((one) => [one.id, one.unit]));
  const units = said.map((one) => unitOf.get(one.id.slice(0, one.id.lastIndexOf('#'))) ?? one.id);
  const hits = said.map((one) => (one.said === one.truth ? 1 : 0));
  const { low, high } = clusterBootstrap(
    hits,
    hits.map(() => 0),
    units,
  );
  const byUnit: Record<string, number> = {};
  for (const unit of [...new Set(units)].sort()) {
    const own = hits.filter((_, i) => units[i] === unit);
    byUnit[unit] = own.reduce<number>((sum, hit) => sum + hit, 0) / own.length;
  }
  return {
    data: data.id,
    protocol,
    family: family.id,
    title: family.title,
    windows: said.length,
    right: hits.reduce<number>((sum, hit) => sum + hit, 0),
    low,
    high,
    units: Object.keys(byUnit).length,
    unitsRight: Object.values(byUnit).filter((share) => share > 0.5).length,
    byUnit,
    seconds,
  };
}

/** The commonest training class said of every test window. */
export function baseline(data: BenchmarkData, folds: readonly Fold[]): Prediction[] {
  return folds.flatMap((fold) => {
    const said = majority(data, fold);
    return data.recordings.flatMap((one) =>
      Array.from({ length: one.windows }, (_, k) => `${one.id}#${k}`)
        .filter((id) => (fold.parts.get(id) ?? fold.parts.get(one.id)) === 'test')
        .map((id) => ({ id, truth: one.label, said })),
    );
  });
}
