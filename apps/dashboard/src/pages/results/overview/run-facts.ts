import type { Run } from '@trainyard/contracts';
import { formatDuration } from '../../../format/duration.ts';
import { formatNumber, formatPercent } from '../../../format/number.ts';
import { capital, epochName } from '../../run/header/progress-words.ts';
import { parseMetricKey } from '../../run/metrics/metric-key.ts';

export interface CheckpointFact {
  epoch: number | null;
  step: number;
  best: boolean;
}
export type Fact = readonly [label: string, value: string];

const mostMetrics = 6;

/** The run in short: how far it came, its best checkpoint, its last losses and scores, and the time it took. */
export function runFacts(run: Run, checkpoints: readonly CheckpointFact[]): Fact[] {
  const { progress } = run;
  const facts: Fact[] = [];
  const done = progress.epoch;
  const word = epochName(progress);
  if (done !== null) facts.push([`${capital(word)}s`, outOf(done, progress.total_epochs)]);
  else if (progress.step !== null && progress.total_steps !== 1)
    facts.push(['Steps', outOf(progress.step, progress.total_steps)]);
  const best = checkpoints.find((one) => one.best);
  if (best !== undefined) {
    facts.push(
      best.epoch === null ? ['Best step', formatNumber(best.step)] : [`Best ${word}`, formatNumber(best.epoch)],
    );
  }
  facts.push(...lastMetrics(run));
  if (run.running_s > 0) {
    facts.push(['Duration', formatDuration(run.running_s)]);
    if (done !== null && done > 0) facts.push([`Per ${word}`, formatDuration(run.running_s / done)]);
  }
  return facts;
}

function outOf(done: number, all: number | null): string {
  return all === null || all === done ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(all)}`;
}

function lastMetrics(run: Run): Fact[] {
  const order = ['validation', 'train', 'test'];
  return Object.entries(run.metrics)
    .map(([key, value]) => ({ metric: parseMetricKey(key), value }))
    .filter(({ metric }) => metric.group !== null && metric.better !== null)
    .sort((a, b) => rank(a.metric.better) - rank(b.metric.better) || place(a.metric.group) - place(b.metric.group))
    .slice(0, mostMetrics)
    .map(({ metric, value }) => [metric.label, metric.isShare ? formatPercent(value) : formatNumber(value)] as const);

  function rank(better: string | null): number {
    return better === 'lower' ? 0 : 1;
  }
  function place(group: string | null): number {
    return order.indexOf(group ?? '');
  }
}
