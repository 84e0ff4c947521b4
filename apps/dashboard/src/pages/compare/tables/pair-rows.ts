import type { Comparison, Run } from '@trainyard/contracts';
import { formatInteger, formatNumber } from '../../../format/number.ts';
import type { Tone } from '../../../format/run-status.ts';
import { differenceText, figureText, isShareFigure } from '../../results/overview/figure-words.ts';

export interface PairRow {
  key: string;
  /** `4 against 2`. */
  pair: string;
  names: string;
  verdict: string;
  tone: Tone;
  difference: string;
  interval: string;
  p: string;
  samples: string;
  test: string;
}

const testWords = { mcnemar: 'exact McNemar', 'paired-bootstrap': 'paired bootstrap' } as const;
const none = '–';

/** Pairs that were tested, the surest first, then those that no test can judge, with the reason. */
export function pairRows(
  { metric, pairs, not_comparable: without }: Comparison['significance'],
  runs: readonly Pick<Run, 'number' | 'name'>[],
): PairRow[] {
  const named = (a: number, b: number) => {
    const [first, second] = [runs[a], runs[b]];
    return {
      key: `${a} ${b}`,
      pair: `${first?.number ?? '?'} against ${second?.number ?? '?'}`,
      names: `${first?.name ?? ''} against ${second?.name ?? ''}`,
    };
  };
  const tested = [...pairs]
    .sort((one, other) => one.p_holm - other.p_holm)
    .map((pair): PairRow => {
      const share = isShareFigure(metric, '', Math.min(1, Math.abs(pair.difference)));
      return {
        ...named(pair.a, pair.b),
        verdict: pair.significant ? 'Significant' : 'Could be chance',
        tone: pair.significant ? 'ok' : 'plain',
        difference: differenceText(pair.difference, share),
        interval: `${figureText(pair.low, share)} to ${figureText(pair.high, share)}`,
        p: pair.p_holm < 0.001 ? '< 0.001' : formatNumber(pair.p_holm, 3),
        samples: formatInteger(pair.samples),
        test: testWords[pair.test],
      };
    });
  const untested = without.map(({ a, b, reason }): PairRow => {
    return {
      ...named(a, b),
      verdict: `Not comparable: ${reason}`,
      tone: 'warn',
      difference: none,
      interval: none,
      p: none,
      samples: none,
      test: none,
    };
  });
  return [...tested, ...untested];
}
