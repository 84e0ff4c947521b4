import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { baseOption, legend, legendRoom, tooltip, valueAxis } from '../chart-base.ts';
import { listed, oneLine, shortenAll } from '../label.ts';
import { formatCount, formatNumber, nums, plural, sum } from '../number.ts';
import { seriesStyle } from '../palette.ts';
import type { Body, Look, Plain } from '../view.ts';

const mostGroups = 8;

interface Group {
  label: string;
  edges: number[];
  counts: number[];
}

/** The middle of the distribution, as exactly as its bins tell it. */
function median(group: Group): number {
  const half = sum(group.counts) / 2;
  let below = 0;
  for (let i = 0; i < group.counts.length; i++) {
    const count = group.counts[i] ?? 0;
    const [from, to] = [group.edges[i] ?? Number.NaN, group.edges[i + 1] ?? Number.NaN];
    if (count > 0 && below + count >= half) return from + ((half - below) / count) * (to - from);
    below += count;
  }
  return Number.NaN;
}

/** Outlines of histograms on a true number axis, so that groups with other bins lie beside each other honestly. */
export function distribution(data: SectionOf<'distribution'>['data'], { palette }: Look): Body {
  const groups = data.groups
    .map((g) => ({
      label: oneLine(g.label),
      edges: nums(g.edges),
      counts: nums(g.counts).map((c) => (Number.isFinite(c) ? c : 0)),
    }))
    .filter((g) => g.counts.length > 0 && g.edges.length > g.counts.length && g.edges.every(Number.isFinite));
  const filled = groups.filter((g) => sum(g.counts) > 0);
  if (filled.length === 0) return { sentence: 'No value was counted, so there is no distribution to draw.' };
  const unit = data.unit === '' ? '' : ` ${data.unit}`;
  const told = filled.map(
    (g) => `${g.label} ${formatCount(sum(g.counts))} with a median near ${formatNumber(median(g))}${unit}`,
  );
  const sentence = `${plural(filled.length, 'group')} of values: ${listed(told, 3, 120)}.`;
  const drawn = filled.slice(0, mostGroups);
  const names = shortenAll(
    drawn.map((g) => g.label),
    32,
  );
  const dataset: Plain[] = [];
  const series: Plain[] = drawn.map((group, i) => {
    const { colour, dash } = seriesStyle(palette, i);
    // Down to zero at both ends: the outline of the bars.
    const x = [group.edges[0] ?? 0, ...group.edges];
    const y = [0, ...group.counts, group.counts.at(-1) ?? 0].slice(0, group.edges.length + 1);
    dataset.push({ source: { x: [...x, group.edges.at(-1) ?? 0], y: [...y, 0] } });
    return {
      type: 'line',
      name: names[i] ?? '',
      datasetIndex: i,
      encode: { x: 'x', y: 'y' },
      step: 'end',
      symbol: 'none',
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 1.5, type: dash },
      areaStyle: { color: colour, opacity: drawn.length === 1 ? 0.3 : 0.12 },
      emphasis: { disabled: true },
    };
  });
  return {
    sentence,
    charts: [
      {
        id: 'distribution',
        medium: 'both',
        sentence,
        height: 280,
        option: baseOption(palette, {
          tooltip: tooltip(palette, 'axis'),
          dataset,
          grid: {
            left: 8,
            right: 18,
            top: drawn.length > 1 ? legendRoom(palette, names) : 14,
            bottom: 8,
            outerBoundsMode: 'same',
          },
          xAxis: valueAxis(
            palette,
            { label: 'Value', unit: data.unit },
            { scale: true, min: 'dataMin', max: 'dataMax', splitLine: { show: false } },
          ),
          yAxis: valueAxis(palette, { label: 'Count' }, { min: 0 }),
          ...(drawn.length > 1 ? { legend: legend(palette, names) } : {}),
          series,
        }),
      },
    ],
    tables: [
      table(
        'bins',
        'data',
        'Counts by bin',
        [textColumn('Group'), numberColumn('From'), numberColumn('To'), numberColumn('Count')],
        groups.flatMap((g) =>
          g.counts.map((count, i) => [
            textCell(g.label),
            numberCell(g.edges[i] ?? Number.NaN),
            numberCell(g.edges[i + 1] ?? Number.NaN),
            numberCell(count),
          ]),
        ),
      ),
    ],
  };
}
