import { fromWire, type Run, type RunInsights, toWire } from '@trainyard/contracts';
import type { MetricRow } from '@trainyard/domain';
import { bestEarlierRun, getRun } from '@trainyard/store';
import type { Parts } from '../parts.ts';
import { comparePredictions } from './compare-runs.ts';

/** Paired tests ask how often a run is right, or how far it is off: they judge these figures and no others. */
function testedBy(metric: string): RegExp {
  return metric === 'accuracy' ? /^accuracy/ : /(^|_)(mae|mean_absolute_error|absolute_error)/;
}

/** The best run before this one on the same data version, and whether the difference to it is more than chance. */
export async function bestEarlier(parts: Parts, run: Run, headline: MetricRow): Promise<RunInsights['best_earlier']> {
  const { better } = headline;
  if (run.dataset === null || better === 'none') return null;
  const earlier = await bestEarlierRun(parts.store, {
    number: run.number,
    datasetDigest: run.dataset.digest,
    key: headline.name,
    better,
  });
  if (earlier === null) return null;
  const compared = await comparePredictions(parts, [run, await getRun(parts.store, earlier.run.id)]);
  const [pair] = compared.pairs;
  const tested = testedBy(compared.metric).test(headline.name);
  const flattered = run.split?.note != null && earlier.split_note === null;
  const refused = flattered ? 'the split of this run flatters it' : (compared.refused[0]?.reason ?? null);
  const untested = pair !== undefined && !tested ? `no paired test is about ${headline.label ?? headline.name}` : null;
  const few = pair?.clustered?.enough === false ? `${pair.clustered.count} recordings are too few to tell` : null;
  const { id, number, name } = earlier.run;
  return {
    run: { id, number, name },
    value: toWire(earlier.value),
    low: earlier.low === null ? null : toWire(earlier.low),
    high: earlier.high === null ? null : toWire(earlier.high),
    difference: toWire(fromWire(headline.value) - earlier.value),
    // Windows of a recording resemble each other: where there are some, whole recordings are drawn.
    p: pair === undefined || !tested || flattered || few !== null ? null : (pair.clustered?.p ?? pair.p),
    comparable: pair !== undefined && !flattered,
    reason: refused ?? untested ?? few,
  };
}
