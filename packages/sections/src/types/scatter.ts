import type { SectionOf } from '@trainyard/contracts';
import { emptyCell, nameCell, numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { axisName } from '../chart-base.ts';
import { listed, shorten } from '../label.ts';
import { extent, formatNumber, formatPercent, nums, plural } from '../number.ts';
import { classAt, type Regions, rectangles, shares } from '../regions.ts';
import { scatterChart } from '../scatter-chart.ts';
import type { Body, Cell, Column, Look, TableView } from '../view.ts';

type Data = SectionOf<'scatter'>['data'];

/** Groups that hues and shapes can tell apart; the rest is in the table. */
const mostGroups = 25;
const mostRows = 20_000;

interface Point {
  group: string;
  x: number;
  y: number;
  /** null: nothing was said of it */
  wrong: boolean | null;
  /** null: outside of the regions */
  said: number | null;
}

export function scatter(data: Data, { palette }: Look): Body {
  const regions = regionsOf(data);
  const groups = data.groups.map((g) => ({ label: g.label, x: nums(g.x), y: nums(g.y), wrong: g.wrong }));
  const points = groups.flatMap((g) =>
    g.x.map((x, i): Point => {
      const y = g.y[i] ?? Number.NaN;
      return { group: g.label, x, y, wrong: g.wrong?.[i] ?? null, said: regions ? classAt(regions, x, y) : null };
    }),
  );
  const finite = points.filter((p) => Number.isFinite(p.x) && Number.isFinite(p.y));
  if (finite.length === 0 && !regions) {
    return { sentence: points.length === 0 ? 'No point was sent.' : 'No point with two finite numbers was sent.' };
  }
  const drawn = groups.slice(0, mostGroups);
  const sentence = [
    pointWords(data, points, finite, drawn.length),
    regions ? groundWords(regions, data) : '',
    wrongWords(points),
  ]
    .filter((words) => words !== '')
    .join(' ');
  const axes = { x: axisName(data.x) || 'x', y: axisName(data.y) || 'y' };
  return {
    sentence,
    charts: [
      {
        id: 'scatter',
        medium: 'both',
        sentence,
        height: regions ? 440 : 320,
        option: scatterChart(palette, { x: data.x, y: data.y, groups: drawn, regions }),
      },
    ],
    tables: [
      pointTable(axes, points, regions),
      ...(regions ? [areaTable(regions, data, points), regionTable(axes, regions)] : []),
    ],
  };
}

const regionsOf = ({ regions }: Data): Regions | undefined =>
  regions && { xEdges: regions.x_edges, yEdges: regions.y_edges, classes: regions.classes, cells: regions.cells };

function pointWords(data: Data, points: readonly Point[], finite: readonly Point[], drawn: number): string {
  const range = (values: readonly number[]): string => {
    const found = extent(values);
    return found ? `${formatNumber(found.low)} to ${formatNumber(found.high)}` : 'no finite number';
  };
  const odd = points.length - finite.length;
  const names = listed(
    data.groups.map((g) => g.label),
    3,
  );
  const ranges = `${axisName(data.x) || 'x'} ${range(finite.map((p) => p.x))}, ${axisName(data.y) || 'y'} ${range(finite.map((p) => p.y))}`;
  const told =
    points.length === 0
      ? 'No point'
      : `${plural(points.length, 'point')} in ${plural(data.groups.length, 'group')} (${names})`;
  return `${told}${finite.length > 0 ? `: ${ranges}` : ''}.${
    odd > 0 ? ` ${plural(odd, 'point is', 'points are')} not finite and not drawn.` : ''
  }${data.groups.length > drawn ? ` The first ${drawn} groups are drawn.` : ''}`;
}

/** `Behind them what a model says on a grid of 60 × 60 cells: calm on 41.0 % of the area, rough on 59.0 %.` */
function groundWords(regions: Regions, data: Data): string {
  const found = shares(regions, data.x.log, data.y.log)
    .map((share, k) => ({ share, label: regions.classes[k] ?? '' }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const told = listed(
    found.map(({ share, label }) => `${shorten(label, 40)} on ${formatPercent(share)}`),
    4,
  );
  return `Behind them what a model says on a grid of ${regions.xEdges.length - 1} × ${regions.yEdges.length - 1} cells: ${told} of the area.`;
}

function wrongWords(points: readonly Point[]): string {
  const known = points.filter((p) => p.wrong !== null);
  if (known.length === 0) return '';
  const wrong = known.filter((p) => p.wrong).length;
  return `${formatNumber(wrong)} of ${plural(known.length, 'point')} ${wrong === 1 ? 'is' : 'are'} wrong${wrong > 0 ? ', ringed' : ''}.`;
}

interface AxisNames {
  x: string;
  y: string;
}

function pointTable(axes: AxisNames, points: readonly Point[], regions: Regions | undefined): TableView {
  const marked = points.some((p) => p.wrong !== null);
  const columns: Column[] = [
    textColumn('Group'),
    numberColumn(axes.x),
    numberColumn(axes.y),
    ...(regions ? [textColumn('The model says')] : []),
    ...(marked ? [textColumn('Wrong')] : []),
  ];
  const said = (k: number | null): Cell => (k === null ? emptyCell : nameCell(regions?.classes[k] ?? ''));
  const rows = points.map((p) => [
    textCell(p.group),
    numberCell(p.x),
    numberCell(p.y),
    ...(regions ? [said(p.said)] : []),
    ...(marked ? [p.wrong === null ? emptyCell : textCell(p.wrong ? 'yes' : 'no', p.wrong ? 'weak' : undefined)] : []),
  ]);
  return table('points', 'data', `${axes.y} by ${axes.x}`, columns, rows, mostRows);
}

/** The ground in numbers: how much of the picture a class has, and what lies there. */
function areaTable(regions: Regions, data: Data, points: readonly Point[]): TableView {
  const areas = shares(regions, data.x.log, data.y.log);
  const marked = points.some((p) => p.wrong !== null);
  const columns = ['Share of the area', 'Points there', ...(marked ? ['Of these wrong'] : [])].map(numberColumn);
  const rows = regions.classes.map((label, k) => {
    const here = points.filter((p) => p.said === k);
    return [
      nameCell(label),
      numberCell(areas[k] ?? 0, formatPercent),
      numberCell(here.length),
      ...(marked ? [numberCell(here.filter((p) => p.wrong).length)] : []),
    ];
  });
  return table('areas', 'main', 'What the model says, by area', [textColumn('The model says'), ...columns], rows);
}

/** The ground itself, alike cells joined: for a file. */
function regionTable(axes: AxisNames, regions: Regions): TableView {
  const { xEdges, yEdges, classes } = regions;
  const rows = rectangles(regions.cells).map(({ x0, x1, y0, y1, value }) => [
    ...[xEdges[x0], xEdges[x1], yEdges[y0], yEdges[y1]].map((edge) => numberCell(edge ?? Number.NaN)),
    nameCell(classes[value] ?? ''),
  ]);
  const ends = [axes.x, axes.y].flatMap((name) => [numberColumn(`${name} from`), numberColumn(`${name} to`)]);
  return table('regions', 'data', 'Regions', [...ends, textColumn('The model says')], rows, mostRows);
}
