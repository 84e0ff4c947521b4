import type { SignalView } from '@trainyard/contracts';
import { formatNumber } from '@trainyard/sections';

/** What is drawn of a sample: its recording, or the window of it that the sample is. */
export function recordingWords(
  view: Pick<SignalView, 'sample_id' | 'rate_hz' | 'from_s' | 'n'>,
  sample: string,
): string {
  const place = `${formatNumber(view.n / view.rate_hz)} s at ${formatNumber(view.rate_hz)} Hz`;
  const window = /#(\d+)$/.exec(sample)?.[1];
  if (view.sample_id === sample || window === undefined) return `Recording ${view.sample_id}: ${place}.`;
  return `Window ${window} of ${view.sample_id}: ${place}, from ${formatNumber(view.from_s)} s on.`;
}
