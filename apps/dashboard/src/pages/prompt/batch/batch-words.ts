import type { Batch, BatchInterval, BatchResult, BatchStatus } from '@trainyard/contracts';
import { count, formatInteger, formatPercent } from '../../../format/number.ts';
import type { Tone } from '../../../format/run-status.ts';
import { formatUsd } from '../../../format/usd.ts';

export const statusWords: Readonly<Record<BatchStatus, { word: string; tone: Tone }>> = {
  queued: { word: 'Queued', tone: 'plain' },
  running: { word: 'Running', tone: 'accent' },
  waiting: { word: 'Waiting', tone: 'warn' },
  completed: { word: 'Completed', tone: 'ok' },
  'budget-reached': { word: 'Budget reached', tone: 'warn' },
  cancelled: { word: 'Cancelled', tone: 'plain' },
  failed: { word: 'Failed', tone: 'bad' },
};

export function isGoing({ status }: Pick<Batch, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting';
}

/** How often what is shown of batches is asked for again. */
export function renewMs(goesOn: boolean): number {
  return goesOn ? 1000 : 20_000;
}

/** `57 right, 2 not, 1 missing, 40 to come`; of an inference `97 answered`. */
export function countsText({ kind, counts }: Pick<Batch, 'kind' | 'counts'>): string {
  const { ok, failed, missing, open } = counts;
  const parts =
    kind === 'inference'
      ? [`${formatInteger(ok)} answered`]
      : [`${formatInteger(ok)} right`, `${formatInteger(failed)} not`];
  if (missing > 0) parts.push(`${formatInteger(missing)} missing`);
  if (open > 0) parts.push(`${formatInteger(open)} to come`);
  return parts.join(', ');
}

export function intervalText({ value, low, high }: BatchInterval): string {
  return `${formatPercent(value, 1)} (${formatPercent(low, 1)} to ${formatPercent(high, 1)})`;
}

export function costText({
  usage,
  counts,
  language_model,
  grader,
}: Pick<Batch, 'usage' | 'counts' | 'language_model' | 'grader'>): string {
  if (language_model === null && grader === null) return 'nothing was asked';
  const unknown = usage.unpriced === 0 ? '' : `, and ${count(usage.unpriced, 'answer')} of unknown cost`;
  const cached = counts.cached === 0 ? '' : `; ${formatInteger(counts.cached)} from the ledger, for nothing`;
  const kept =
    usage.unknown === 0 ? '' : `; ${count(usage.unknown, 'call')} unknown, up to ${formatUsd(usage.kept_usd)} reserved`;
  return `${formatUsd(usage.cost_usd)}${unknown}${cached}${kept}`;
}

export function itemsText({ items, samples, dataset }: Pick<Batch, 'items' | 'samples' | 'dataset'>): string {
  const of = dataset === null ? '' : ` of ${dataset.name}@${dataset.version}, part ${dataset.part}`;
  return `${count(items, 'item')}${of}${samples === 1 ? '' : `, ${samples} samples each`}`;
}

/** Of one answer: what it was worth, or why there is none. */
export const resultWords: Readonly<Record<BatchResult['status'], Record<Batch['kind'], { word: string; tone: Tone }>>> =
  {
    ok: { inference: { word: 'Answered', tone: 'ok' }, evaluation: { word: 'Right', tone: 'ok' } },
    failed: { inference: { word: 'Not right', tone: 'bad' }, evaluation: { word: 'Not right', tone: 'bad' } },
    missing: { inference: { word: 'Missing', tone: 'warn' }, evaluation: { word: 'Missing', tone: 'warn' } },
  };
