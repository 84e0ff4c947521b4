import type { AnswerOf } from '@trainyard/contracts/routes';
import { formatBytes } from '../../../format/bytes.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatMoney } from '../../../format/money.ts';
import { count } from '../../../format/number.ts';

type Estimates = AnswerOf<'checkConfig'>['estimate'];
type Estimate = NonNullable<Estimates['seconds']>;

export interface EstimateText {
  figure: string;
  /** Null where both ends read the same. */
  band: string | null;
  basis: string;
}

function textOf(estimate: Estimate | null, write: (value: number) => string): EstimateText | null {
  if (estimate === null) return null;
  return {
    figure: `about ${write(estimate.value)}`,
    band: `${write(estimate.low)} to ${write(estimate.high)}`,
    basis: estimate.basis === 'runs' ? `from ${count(estimate.runs, 'run')}` : 'from the trainer’s own measurement',
  };
}

export const timeText = (estimates: Estimates): EstimateText | null => textOf(estimates.seconds, formatDuration);
/** Null where no price says what the run costs. */
export function costText({ cost }: Estimates): EstimateText | null {
  if (cost === null) return null;
  const write = (value: number) => formatMoney(value, cost.currency);
  const figure = write(cost.value);
  const [low, high] = [write(cost.low), write(cost.high)];
  return {
    figure: figure.startsWith('under') ? figure : `about ${figure}`,
    band: low === high ? null : `${low} to ${high}`,
    basis: `at ${write(cost.per_hour)} an hour`,
  };
}

export const checkpointText = (estimates: Estimates): EstimateText | null =>
  textOf(estimates.checkpoint_bytes, formatBytes);
