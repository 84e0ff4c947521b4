import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { axisName } from '../chart-base.ts';
import { listed, oneLine } from '../label.ts';
import { lineChart } from '../line-chart.ts';
import { isShare, lineStyles, partAndFigure } from '../line-style.ts';
import { marksOf } from '../mark.ts';
import { extent, formatFigure, formatNumber, nums, plural } from '../number.ts';
import type { Body, Look, Mark, TableView } from '../view.ts';

/** Lines that can be told apart in one picture; the table has them all. */
const mostLines = 20;
const mostRows = 20_000;

interface NumberLine {
  name: string;
  x: number[];
  y: number[];
  dashed: boolean;
}

export function pointsTable(x: string, y: string, lines: readonly NumberLine[]): TableView {
  const onOneX = lines.every((line) => sameNumbers(line.x, lines[0]?.x ?? []));
  if (onOneX && lines.length > 0 && lines.length <= 12) {
    const columns = [numberColumn(x), ...lines.map((line) => numberColumn(oneLine(line.name)))];
    const rows = (lines[0]?.x ?? []).map((at, i) => [
      numberCell(at),
      ...lines.map((line) => numberCell(line.y[i] ?? Number.NaN)),
    ]);
    return table('points', 'data', `${y} by ${x}`, columns, rows, mostRows);
  }
  const rows = lines.flatMap((line) =>
    line.y.map((value, i) => [textCell(line.name), numberCell(line.x[i] ?? Number.NaN), numberCell(value)]),
  );
  return table(
    'points',
    'data',
    `${y} by ${x}`,
    [textColumn('Line'), numberColumn(x), numberColumn(y)],
    rows,
    mostRows,
  );
}

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Object.is(v, b[i]));

/** `validation loss ends at 0.29 (lowest 0.28 at 38)`. */
function lineWords(line: NumberLine): string {
  const finite = line.y.map((y, i) => ({ y, x: line.x[i] ?? Number.NaN })).filter((p) => Number.isFinite(p.y));
  const last = finite.at(-1);
  if (!last) return `${oneLine(line.name)} has no finite value`;
  const range = extent(line.y);
  const up = isShare(partAndFigure(line.name).figure);
  const best = up ? range?.high : range?.low;
  const at = finite.find((p) => p.y === best)?.x ?? Number.NaN;
  return `${oneLine(line.name)} ends at ${formatFigure(last.y)} (${up ? 'highest' : 'lowest'} ${formatFigure(best ?? Number.NaN)} at ${formatNumber(at)})`;
}

function marksWords(marks: readonly Mark[]): string {
  if (marks.length === 0) return '';
  return ` Marked: ${listed(
    marks.map(({ x, label }) => `${label} at ${formatNumber(x)}`),
    8,
  )}.`;
}

export function curves(data: SectionOf<'curves'>['data'], { palette }: Look): Body {
  const marks = marksOf(data.marks);
  const lines = data.lines.map((line) => ({ ...line, x: nums(line.x), y: nums(line.y) }));
  const drawn = lines.filter((line) => line.y.some(Number.isFinite)).slice(0, mostLines);
  const points = lines.reduce((n, line) => n + line.y.length, 0);
  const odd = lines.reduce((n, line) => n + line.y.filter((y) => !Number.isFinite(y)).length, 0);
  const low = data.y.log
    ? lines.reduce((n, line) => n + line.y.filter((v) => Number.isFinite(v) && v <= 0).length, 0)
    : 0;
  const [x, y] = [axisName(data.x) || 'x', axisName(data.y) || 'value'];
  const oddWords =
    (odd === 0 ? '' : ` ${plural(odd, 'value is', 'values are')} not finite, marked at the edge.`) +
    (low === 0 ? '' : ` ${plural(low, 'value is', 'values are')} not above 0 and cannot stand on a log axis.`);
  if (drawn.length === 0) {
    const why =
      points === 0 ? 'No points were sent, so there is no curve to draw.' : `No finite value was sent.${oddWords}`;
    return { sentence: why, tables: points === 0 ? [] : [pointsTable(x, y, lines)] };
  }
  // A loss without bound and a share of one do not fit on one axis.
  const figures = drawn.map((line) => partAndFigure(line.name).figure);
  const dual = !data.y.log && data.y.unit === '' && figures.some(isShare) && !figures.every(isShare);
  const styles = lineStyles(palette, drawn);
  const right = (i: number): boolean => dual && isShare(figures[i] ?? '');
  const rightFits = drawn.every((line, i) => !right(i) || (extent(line.y)?.low ?? 0) >= 0);
  const option = lineChart(palette, {
    x: data.x,
    y: dual ? { ...data.y, label: listed([...new Set(figures.filter((f) => !isShare(f)))], 2) } : data.y,
    ...(dual
      ? { right: { label: listed([...new Set(figures.filter(isShare))], 2), ...(rightFits ? { min: 0, max: 1 } : {}) } }
      : {}),
    marks,
    lines: drawn.map((line, i) => ({
      ...line,
      right: right(i),
      colour: styles[i]?.colour ?? palette.accent,
      dash: styles[i]?.dash ?? 'solid',
    })),
  });
  const more =
    lines.length > drawn.length ? ` ${drawn.length} of ${lines.length} lines are drawn; the table has all.` : '';
  const told = drawn.slice(0, 3).map(lineWords);
  const sentence = `${plural(lines.length, 'line')} of ${y} by ${x}: ${told.join('; ')}.${marksWords(marks)}${more}${oddWords}`;
  return {
    sentence,
    charts: [{ id: 'curves', medium: 'both', sentence, option, height: 300 }],
    tables: [pointsTable(x, y, lines)],
  };
}
