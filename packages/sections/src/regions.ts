import { coarser } from './thin.ts';

/** What is said on a grid over two axes: `cells` by rows from the lowest y up, each the number of a class. */
export interface Regions {
  xEdges: readonly number[];
  yEdges: readonly number[];
  classes: readonly string[];
  cells: readonly (readonly number[])[];
}

/** Cells that are alike and lie side by side, in the numbers of their edges. */
export interface Rectangle {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  value: number;
}

/** The grid as rectangles, none of them over another: runs of a row, and rows that have the same run joined. */
export function rectangles(cells: Regions['cells']): Rectangle[] {
  const done: Rectangle[] = [];
  let open: Rectangle[] = [];
  cells.forEach((row, r) => {
    const runs = runsOf(row, r).map((run) => {
      const below = open.find((o) => o.x0 === run.x0 && o.x1 === run.x1 && o.value === run.value);
      return below ? { ...run, y0: below.y0 } : run;
    });
    done.push(...open.filter((o) => !runs.some((run) => run.x0 === o.x0 && run.y0 === o.y0 && run.y0 < r)));
    open = runs;
  });
  return [...done, ...open];
}

function runsOf(row: readonly number[], r: number): Rectangle[] {
  const runs: Rectangle[] = [];
  row.forEach((value, c) => {
    const last = runs.at(-1);
    if (last?.value === value) last.x1 = c + 1;
    else runs.push({ x0: c, x1: c + 1, y0: r, y1: r + 1, value });
  });
  return runs;
}

/** Of each class the middle of its largest square, in edges of the grid: where its name has most room. */
export function roomiest(cells: Regions['cells']): Map<number, { x: number; y: number; side: number }> {
  const found = new Map<number, { x: number; y: number; side: number }>();
  let below: number[] = [];
  cells.forEach((row, r) => {
    const sides: number[] = [];
    row.forEach((value, c) => {
      const alike = c > 0 && r > 0 && row[c - 1] === value && cells[r - 1]?.[c] === value;
      const corner = alike && cells[r - 1]?.[c - 1] === value;
      const side = corner ? 1 + Math.min(sides[c - 1] ?? 0, below[c] ?? 0, below[c - 1] ?? 0) : 1;
      sides.push(side);
      if (side > (found.get(value)?.side ?? 0)) found.set(value, { x: c + 1 - side / 2, y: r + 1 - side / 2, side });
    });
    below = sides;
  });
  return found;
}

/** The class at a place; null outside of the grid. */
export function classAt({ xEdges, yEdges, cells }: Regions, x: number, y: number): number | null {
  const [column, row] = [cellOf(xEdges, x), cellOf(yEdges, y)];
  return column === null || row === null ? null : (cells[row]?.[column] ?? null);
}

function cellOf(edges: readonly number[], value: number): number | null {
  const [first, last] = [edges[0] ?? Number.NaN, edges.at(-1) ?? Number.NaN];
  if (!(value >= first && value <= last)) return null;
  const above = edges.findIndex((edge) => edge > value);
  return above < 0 ? edges.length - 2 : above - 1;
}

/** How much of the picture each class takes, 0 to 1, by class. On a log axis lengths are those that are drawn. */
export function shares(regions: Regions, xLog: boolean, yLog: boolean): number[] {
  const [widths, heights] = [lengths(regions.xEdges, xLog), lengths(regions.yEdges, yLog)];
  const found = regions.classes.map(() => 0);
  let whole = 0;
  regions.cells.forEach((row, r) => {
    row.forEach((value, c) => {
      const area = (widths[c] ?? 0) * (heights[r] ?? 0);
      found[value] = (found[value] ?? 0) + area;
      whole += area;
    });
  });
  return found.map((area) => (whole > 0 ? area / whole : 0));
}

const lengths = (edges: readonly number[], log: boolean): number[] =>
  edges.slice(1).map((edge, i) => {
    const before = edges[i] ?? edge;
    if (!log) return edge - before;
    return before > 0 ? Math.log(edge / before) : 0;
  });

/** No more than so many cells each way: every n-th stands for its neighbours. */
export function fewer(regions: Regions, most: number): Regions {
  const { cells, xEdges, yEdges } = regions;
  if (cells.length <= most && xEdges.length - 1 <= most) return regions;
  const small = coarser(cells, most, most, false);
  const across = small.values[0]?.length ?? 0;
  return {
    ...regions,
    cells: small.values,
    xEdges: [...Array.from({ length: across }, (_, c) => xEdges[small.columnOf(c)] ?? 0), xEdges.at(-1) ?? 0],
    yEdges: [...small.values.map((_, r) => yEdges[small.rowOf(r)] ?? 0), yEdges.at(-1) ?? 0],
  };
}
