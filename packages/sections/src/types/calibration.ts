import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table } from '../cell.ts';
import { lineChart } from '../line-chart.ts';
import { formatCount, formatPercent, formatShare, num, sum } from '../number.ts';
import type { Body, Look } from '../view.ts';

export function calibration(data: SectionOf<'calibration'>['data'], { palette }: Look): Body {
  const bins = data.predicted
    .map((predicted, i) => ({ predicted: num(predicted), observed: num(data.observed[i]), count: data.counts[i] ?? 0 }))
    .filter((bin) => bin.count > 0 && Number.isFinite(bin.predicted));
  if (bins.length === 0) return { sentence: 'No scores came, so nothing can be said of how sure the model may be.' };
  const whole = sum(bins.map((bin) => bin.count));
  const gap = sum(bins.map((bin) => (bin.count / whole) * (bin.predicted - bin.observed)));
  const lean =
    Math.abs(gap) < 0.01
      ? 'Scores are about as high as the model is right'
      : gap > 0
        ? `The model is surer than it should be, by ${formatPercent(gap)} on average`
        : `The model is less sure than it could be, by ${formatPercent(-gap)} on average`;
  const sentence = `${lean}; expected calibration error ${formatShare(num(data.ece))} over ${formatCount(whole)} samples.`;
  const option = lineChart(palette, {
    x: { label: 'Score of the chosen class', min: 0, max: 1 },
    y: { label: 'How often it was right', min: 0, max: 1 },
    lines: [
      {
        name: 'observed',
        x: bins.map((bin) => bin.predicted),
        y: bins.map((bin) => bin.observed),
        colour: palette.series[0] ?? palette.accent,
        dash: 'solid',
        points: true,
      },
      { name: 'perfect', x: [0, 1], y: [0, 1], colour: palette.muted, dash: 'dotted', guide: true },
    ],
  });
  return {
    sentence,
    charts: [{ id: 'calibration', medium: 'both', sentence, option, height: 300 }],
    tables: [
      table(
        'bins',
        'data',
        'Score against how often it was right',
        [numberColumn('Mean score'), numberColumn('Right'), numberColumn('Samples')],
        bins.map((bin) => [
          numberCell(bin.predicted, formatShare),
          numberCell(bin.observed, formatShare),
          numberCell(bin.count),
        ]),
      ),
    ],
  };
}
