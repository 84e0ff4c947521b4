import type { RunInsights, WireNumber } from '@trainyard/contracts';
import { fromWire } from '../../../format/wire-number.ts';
import { apart, differenceText, isShareFigure, pText } from './figure-words.ts';

export interface BesideRow {
  key: string;
  label: string;
  /** Number of the run, where it is one. */
  run: number | null;
  value: WireNumber;
  low: WireNumber | null;
  high: WireNumber | null;
  difference: string;
  verdict: string;
  /** Whether the verdict is a yes. */
  sure: boolean;
}

const significantBelow = 0.05;

/** Baselines and the best earlier run; differences are this run minus that. */
export function besideRows({ headline, baselines, best_earlier: earlier }: RunInsights): BesideRow[] {
  if (headline === null) return [];
  const share = isShareFigure(headline.name, headline.unit, headline.value);
  const rows = baselines.map((baseline, at): BesideRow => {
    const isApart = apart(headline, baseline);
    return {
      ...baseline,
      key: `baseline ${at}`,
      run: null,
      difference: differenceText(fromWire(headline.value) - fromWire(baseline.value), share),
      verdict: isApart === null ? 'no interval' : isApart ? 'intervals are apart' : 'intervals overlap',
      sure: isApart === true,
    };
  });
  if (earlier === null) return rows;
  const { p, comparable, reason } = earlier;
  const sure = comparable && p !== null && p < significantBelow;
  return [
    ...rows,
    {
      key: `run ${earlier.run.number}`,
      label: `Best before: ${earlier.run.number} ${earlier.run.name}`,
      run: earlier.run.number,
      value: earlier.value,
      low: earlier.low,
      high: earlier.high,
      difference: differenceText(earlier.difference, share),
      verdict: verdictOf(comparable, p, reason, sure),
      sure,
    },
  ];
}

function verdictOf(comparable: boolean, p: number | null, reason: string | null, sure: boolean): string {
  if (!comparable || p === null) return `not comparable${reason === null ? '' : `: ${reason}`}`;
  return sure ? `significant, ${pText(p)}` : `could be chance, ${pText(p)}`;
}
