import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table } from '../cell.ts';
import { extent, formatNumber, nums, plural } from '../number.ts';
import { scatterChart } from '../scatter-chart.ts';
import type { Body, Look } from '../view.ts';

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
