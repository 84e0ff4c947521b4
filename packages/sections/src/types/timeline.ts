import type { SectionOf } from '@trainyard/contracts';
import { emptyCell, numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { baseOption, categoryAxis, valueAxis } from '../chart-base.ts';
import { listed, oneLine, shortenAll } from '../label.ts';
import { columnFormat, extent, formatNumber, num, plural } from '../number.ts';
import { seriesStyle } from '../palette.ts';
import type { Body, Look, Plain } from '../view.ts';

const mostKinds = 10;

/** One lane a kind; an event is a dot, a stretch of time a bar. */
export function timeline(data: SectionOf<'timeline'>['data'], { palette }: Look): Body {
  const events = data.events
    .map((e) => ({ at: num(e.at), end: num(e.end), label: oneLine(e.label), kind: oneLine(e.kind) }))
    .sort((a, b) => (Number.isFinite(a.at) && Number.isFinite(b.at) ? a.at - b.at : Number.isFinite(a.at) ? -1 : 1));
  const placed = events.filter((e) => Number.isFinite(e.at));
  if (events.length === 0) return { sentence: 'No event was sent.' };
  const kinds = [...new Set(events.map((e) => e.kind))];
  const lanes = shortenAll(kinds.slice(0, mostKinds), 24);
  const whole = extent(placed.flatMap((e) => [e.at, e.end]));
  const unit = data.unit === '' ? '' : ` ${data.unit}`;
  const odd = events.length - placed.length;
  const sentence = `${plural(events.length, 'event')} of ${plural(kinds.length, 'kind')} (${listed(kinds, 3)})${
    whole ? `, from ${formatNumber(whole.low)} to ${formatNumber(whole.high)}${unit}` : ''
  }.${odd > 0 ? ` ${plural(odd, 'event has', 'events have')} no finite time and cannot be drawn.` : ''}`;
  const dataset: Plain[] = [];
  const series: Plain[] = [];
  kinds.slice(0, mostKinds).forEach((kind, lane) => {
    const mine = placed.filter((e) => e.kind === kind);
    const { colour } = seriesStyle(palette, lane);
    const common = {
      name: lanes[lane] ?? kind,
      encode: { x: 'at', y: 'lane' },
      itemStyle: { color: colour },
      emphasis: { disabled: true },
    };
    const stretches = mine.filter((e) => Number.isFinite(e.end));
    dataset.push({ source: { at: mine.map((e) => e.at), lane: mine.map(() => lane) } });
    series.push({ ...common, type: 'scatter', datasetIndex: dataset.length - 1, symbolSize: 8 });
    if (stretches.length === 0) return;
    dataset.push({
      source: {
        at: stretches.flatMap((e) => [e.at, e.end, null]),
        lane: stretches.flatMap(() => [lane, lane, null]),
      },
    });
    series.push({
      ...common,
      type: 'line',
      datasetIndex: dataset.length - 1,
      showSymbol: false,
      silent: true,
      lineStyle: { color: colour, width: 8, cap: 'butt', opacity: 0.6 },
    });
  });
  const time = columnFormat(events.flatMap((e) => [e.at, e.end]));
  const columns = [
    numberColumn(data.unit === '' ? 'At' : `At (${data.unit})`),
    numberColumn('Until'),
    textColumn('Kind'),
    textColumn('Event'),
  ];
  return {
    sentence,
    charts:
      placed.length === 0
        ? []
        : [
            {
              id: 'timeline',
              medium: 'both',
              sentence,
              height: 70 + 34 * lanes.length,
              option: baseOption(palette, {
                dataset,
                grid: { left: 8, right: 22, top: 10, bottom: 8, outerBoundsMode: 'same' },
                xAxis: valueAxis(palette, { label: 'Time', unit: data.unit }, { scale: true }),
                yAxis: categoryAxis(palette, lanes, {
                  inverse: true,
                  splitLine: { show: true, lineStyle: { color: palette.line } },
                }),
                series,
              }),
            },
          ],
    tables: [
      table(
        'events',
        'main',
        'Events in the order of time',
        columns,
        events.map((e) => [
          numberCell(e.at, time),
          Number.isFinite(e.end) ? numberCell(e.end, time) : emptyCell,
          textCell(e.kind),
          textCell(e.label),
        ]),
      ),
    ],
  };
}
