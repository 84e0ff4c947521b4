import { shorten } from './label.ts';
import { mix } from './oklab.ts';
import { type Palette, seriesStyle } from './palette.ts';
import { fewer, type Regions, rectangles, roomiest } from './regions.ts';
import type { Plain } from './view.ts';

const mostCells = 80;
/** A name in a smaller place would lie over its neighbours: so much of the picture's shorter side. */
const leastRoom = 0.12;

/** The ground of a class: its hue, so pale that points of every hue stand out from it. */
export function groundColour(palette: Palette, index: number): string {
  const strength = palette.mode === 'dark' ? 0.3 : 0.2;
  // From the eleventh class on hues come again: paler, and named in the picture.
  return mix(
    palette.surface,
    seriesStyle(palette, index).colour,
    index < palette.series.length ? strength : strength / 2,
  );
}

/** Two series: the ground, and the names of its classes above the points. */
export function groundSeries(palette: Palette, regions: Regions, log: { x: boolean; y: boolean }): Plain[] {
  const { cells, xEdges, yEdges, classes } = fewer(regions, mostCells);
  const stands = (edge: number, onLog: boolean): boolean => !onLog || edge > 0;
  const areas = rectangles(cells)
    .map(({ x0, x1, y0, y1, value }) => ({
      value,
      from: [xEdges[x0] ?? 0, yEdges[y0] ?? 0] as const,
      to: [xEdges[x1] ?? 0, yEdges[y1] ?? 0] as const,
    }))
    .filter(({ from }) => stands(from[0], log.x) && stands(from[1], log.y));
  const name = (value: number): string => shorten(classes[value] ?? '', 32);
  return [
    {
      type: 'scatter',
      name: 'The model says',
      data: [],
      markArea: {
        animation: false,
        label: { show: false },
        emphasis: { disabled: true, label: { show: false } },
        data: areas.map(({ value, from, to }) => {
          const colour = groundColour(palette, value);
          return [
            // A border of its own colour: without it the paper shines through between two neighbours.
            { name: name(value), coord: from, itemStyle: { color: colour, borderColor: colour, borderWidth: 1 } },
            { coord: to },
          ];
        }),
      },
    },
    {
      type: 'scatter',
      name: 'names',
      data: [...roomiest(cells)]
        .filter(([, { side }]) => side >= leastRoom * Math.min(cells.length, xEdges.length - 1))
        .map(([value, { x, y }]) => ({
          name: shorten(classes[value] ?? '', 18),
          value: [between(xEdges, x, log.x), between(yEdges, y, log.y)],
        }))
        .filter(({ value }) => value.every(Number.isFinite)),
      symbolSize: 1,
      // Not by opacity, which the name would take over.
      itemStyle: { color: 'transparent' },
      label: {
        show: true,
        position: 'inside',
        formatter: '{b}',
        color: palette.text,
        fontSize: 11,
        fontWeight: 600,
        textBorderColor: palette.surface,
        textBorderWidth: 3,
      },
      silent: true,
      tooltip: { show: false },
      emphasis: { disabled: true },
      z: 4,
    },
  ];
}

/** The place of a number of edges, halves included, as it is drawn. */
function between(edges: readonly number[], at: number, log: boolean): number {
  const [low, high] = [edges[Math.floor(at)] ?? Number.NaN, edges[Math.ceil(at)] ?? Number.NaN];
  return log ? Math.sqrt(low * high) : (low + high) / 2;
}
