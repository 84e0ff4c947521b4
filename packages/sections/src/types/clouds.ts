import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { axisName } from '../chart-base.ts';
import { listed, oneLine } from '../label.ts';
import { extent, formatNumber, nums, plural } from '../number.ts';
import { scatterChart } from '../scatter-chart.ts';
import type { Body, Look } from '../view.ts';

/** Groups that hues and shapes can tell apart; the rest is in the table. */
const mostGroups = 25;

export function scatter(data: SectionOf<'scatter'>['data'], { palette }: Look): Body {
  const groups = data.groups.map((g) => ({ label: oneLine(g.label), x: nums(g.x), y: nums(g.y) }));
  const points = groups.flatMap((g) => g.x.map((x, i) => ({ x, y: g.y[i] ?? Number.NaN })));
  const finite = points.filter((p) => Number.isFinite(p.x) && Number.isFinite(p.y));
  const odd = points.length - finite.length;
  if (finite.length === 0) {
    return { sentence: points.length === 0 ? 'No point was sent.' : 'No point with two finite numbers was sent.' };
  }
  const [x, y] = [extent(finite.map((p) => p.x)), extent(finite.map((p) => p.y))];
  const [xName, yName] = [axisName(data.x) || 'x', axisName(data.y) || 'y'];
  const range = (e: { low: number; high: number } | null): string =>
    `${formatNumber(e?.low ?? 0)} to ${formatNumber(e?.high ?? 0)}`;
  const drawn = groups.slice(0, mostGroups);
  const sentence = `${plural(points.length, 'point')} in ${plural(groups.length, 'group')} (${listed(
    groups.map((g) => g.label),
    3,
  )}): ${xName} ${range(x)}, ${yName} ${range(y)}.${
    odd > 0 ? ` ${plural(odd, 'point is', 'points are')} not finite and not drawn.` : ''
  }${groups.length > drawn.length ? ` The first ${drawn.length} groups are drawn.` : ''}`;
  return {
    sentence,
    charts: [
      {
        id: 'scatter',
        medium: 'both',
        sentence,
        height: 320,
        option: scatterChart(palette, { x: data.x, y: data.y, groups: drawn }),
      },
    ],
    tables: [
      table(
        'points',
        'data',
        `${yName} by ${xName}`,
        [textColumn('Group'), numberColumn(xName), numberColumn(yName)],
        groups.flatMap((g) =>
          g.x.map((at, i) => [textCell(g.label), numberCell(at), numberCell(g.y[i] ?? Number.NaN)]),
        ),
        20_000,
      ),
    ],
  };
}

export function residuals(data: SectionOf<'residuals'>['data'], { palette }: Look): Body {
  const [predicted, residual] = [nums(data.predicted), nums(data.residual)];
  const finite = residual.filter((r, i) => Number.isFinite(r) && Number.isFinite(predicted[i] ?? Number.NaN));
  const odd = residual.length - finite.length;
  if (finite.length === 0) return { sentence: 'No residual was sent.' };
  const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
  const deviation = Math.sqrt(finite.reduce((a, r) => a + (r - mean) ** 2, 0) / Math.max(1, finite.length - 1));
  const unit = data.unit === '' ? '' : ` ${data.unit}`;
  const far = finite.filter((r) => Math.abs(r - mean) > 3 * deviation).length;
  const sentence = `${plural(finite.length, 'residual')} with mean ${formatNumber(mean)}${unit} and standard deviation ${formatNumber(deviation)}${unit}; ${far} beyond three deviations.${
    odd > 0 ? ` ${odd} not finite and not drawn.` : ''
  }`;
  const range = extent(predicted) ?? { low: 0, high: 1 };
  return {
    sentence,
    charts: [
      {
        id: 'residuals',
        medium: 'both',
        sentence,
        height: 280,
        option: scatterChart(palette, {
          x: { label: 'Predicted', unit: data.unit },
          y: { label: 'Residual', unit: data.unit },
          groups: [{ label: 'residual', x: predicted, y: residual }],
          guide: { x: [range.low, range.high], y: [0, 0] },
        }),
      },
    ],
    tables: [
      table(
        'residuals',
        'data',
        'Residual by prediction',
        [numberColumn('Predicted'), numberColumn('Residual')],
        residual.map((r, i) => [numberCell(predicted[i] ?? Number.NaN), numberCell(r)]),
        20_000,
      ),
    ],
  };
}
