import { headlineOf } from '@trainyard/domain';
import { formatFigure, num, oneLine, shorten } from '@trainyard/sections';
import type { Block } from './blocks.ts';
import type { ReadRun } from './read-run.ts';

/** The best run before a run on the same data, as its host wrote it out. */
export interface BestEarlier {
  run: { number: number; name: string; trainer: string | null };
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  split_by: string | null;
  split_note: string | null;
}

/** What the run is to be held against. Nothing is claimed of a difference: single figures do not prove one. */
export function bestEarlierBlock(read: Pick<ReadRun, 'run' | 'sections' | 'bestEarlier'>): Block[] {
  const { bestEarlier: best, run } = read;
  const headline = headlineOf(read.sections);
  if (headline === null || run.dataset === null) return [];
  const label = oneLine(headline.label ?? headline.name);
  if (best === null) {
    const text = `No earlier run on the same data has the figure ${shorten(label, 60)}.`;
    return [{ kind: 'paragraph', text, tone: 'muted' }];
  }
  const range =
    best.low === null || best.high === null ? '' : ` (95 %: ${formatFigure(best.low)} to ${formatFigure(best.high)})`;
  const split = best.split_by === null ? '' : `, split by ${oneLine(best.split_by)}`;
  const note = best.split_note === null ? '' : `, ${oneLine(best.split_note)}`;
  const trainer = best.run.trainer === null ? '' : ` by ${shorten(best.run.trainer, 60)}`;
  const text = [
    `Best earlier run on the same data: #${best.run.number} ${shorten(best.run.name, 120)}${trainer}, `,
    `${shorten(label, 60)} ${formatFigure(best.value ?? Number.NaN, best.unit)}${range}${split}${note}; `,
    `this run has ${formatFigure(num(headline.value), headline.unit)}. `,
    'Whether that is more than chance, the comparison of both runs tells.',
  ].join('');
  return [{ kind: 'paragraph', text, tone: 'plain' }];
}
