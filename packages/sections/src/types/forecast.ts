import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table } from '../cell.ts';
import { axisName } from '../chart-base.ts';
import { lineChart } from '../line-chart.ts';
import { formatNumber, formatPercent, nums, plural } from '../number.ts';
import type { Body, Look } from '../view.ts';

export function forecast(data: SectionOf<'forecast'>['data'], { palette }: Look): Body {
  const actual = { name: data.actual.name, x: nums(data.actual.x), y: nums(data.actual.y) };
  const predicted = { name: data.predicted.name, x: nums(data.predicted.x), y: nums(data.predicted.y) };
  const [low, high] = [nums(data.low), nums(data.high)];
  if (!predicted.y.some(Number.isFinite)) return { sentence: 'No forecast was sent.' };
  const truth = new Map(actual.x.map((x, i) => [x, actual.y[i] ?? Number.NaN]));
  const known = predicted.x
    .map((x, i) => ({
      y: truth.get(x) ?? Number.NaN,
      predicted: predicted.y[i] ?? Number.NaN,
      low: low[i] ?? Number.NaN,
      high: high[i] ?? Number.NaN,
    }))
    .filter((p) => Number.isFinite(p.y) && Number.isFinite(p.predicted));
  const banded = known.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high));
  const inside = banded.filter((p) => p.low <= p.y && p.y <= p.high).length;
  const error = known.reduce((a, p) => a + Math.abs(p.y - p.predicted), 0) / known.length;
  const unit = data.y.unit === '' ? '' : ` ${data.y.unit}`;
  const words = [
    `${plural(predicted.y.length, 'forecast point')} of ${axisName(data.y) || 'the value'}`,
    known.length > 0 ? `; mean absolute error ${formatNumber(error)}${unit} where the truth is known` : '',
    banded.length > 0
      ? `; ${formatPercent(inside / banded.length, 0)} of ${banded.length} true values lie inside the band`
      : '',
  ];
  const sentence = `${words.join('')}.`;
  const [blue, orange] = [palette.series[0] ?? palette.accent, palette.series[1] ?? palette.accent];
  const hasBand = low.some(Number.isFinite) && high.some(Number.isFinite);
  const option = lineChart(palette, {
    x: data.x,
    y: data.y,
    lines: [
      { ...actual, name: actual.name || 'actual', colour: blue, dash: 'solid' },
      { ...predicted, name: predicted.name || 'forecast', colour: orange, dash: 'dashed' },
    ],
    ...(hasBand ? { band: { x: predicted.x, low, high, colour: orange, name: 'interval' } } : {}),
  });
  const byX = new Map(predicted.x.map((x, i) => [x, i]));
  const xs = [...new Set([...actual.x, ...predicted.x])].sort((a, b) => a - b);
  return {
    sentence,
    charts: [{ id: 'forecast', medium: 'both', sentence, option, height: 300 }],
    tables: [
      table(
        'forecast',
        'data',
        'Actual and forecast values',
        [
          numberColumn(axisName(data.x) || 'x'),
          numberColumn('Actual'),
          numberColumn('Forecast'),
          numberColumn('Low'),
          numberColumn('High'),
        ],
        xs.map((x) => {
          const i = byX.get(x);
          const at = (values: readonly number[]) =>
            i === undefined ? { text: '–', value: null } : numberCell(values[i] ?? Number.NaN);
          const own = truth.get(x);
          return [
            numberCell(x),
            own === undefined ? { text: '–', value: null } : numberCell(own),
            at(predicted.y),
            at(low),
            at(high),
          ];
        }),
        20_000,
      ),
    ],
  };
}
