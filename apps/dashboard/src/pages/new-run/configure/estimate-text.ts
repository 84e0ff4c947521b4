import type { AnswerOf } from '@trainyard/contracts/routes';
import { formatBytes } from '../../../format/bytes.ts';
import { formatDuration } from '../../../format/duration.ts';
import { count } from '../../../format/number.ts';

type Estimates = AnswerOf<'checkConfig'>['estimate'];
type Estimate = NonNullable<Estimates['seconds']>;

export interface EstimateText {
  figure: string;
  band: string;
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
export const checkpointText = (estimates: Estimates): EstimateText | null =>
  textOf(estimates.checkpoint_bytes, formatBytes);
