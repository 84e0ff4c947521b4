import type { SectionOf } from '@trainyard/contracts';
import { intervalCell, intervalColumn, nameCell, table, textColumn } from '../cell.ts';
import { barsHeight, intervalChart, mostBars } from '../interval-chart.ts';
import { oneLine } from '../label.ts';
import { extent, formatDigits, formatFigure, formatNumber, num, plural } from '../number.ts';
import type { Body, Look } from '../view.ts';

export function featureImportance(data: SectionOf<'feature-importance'>['data'], { palette }: Look): Body {
  const rows = data.features.map((f) => ({
    label: oneLine(f.name),
    value: num(f.value),
    low: num(f.low),
    high: num(f.high),
  }));
  const method = oneLine(data.method);
  const first = [...rows].sort((a, b) => (b.value || 0) - (a.value || 0))[0];
  if (!first) return { sentence: 'No feature was sent.' };
  const more = rows.length > mostBars ? ` The first ${mostBars} are drawn.` : '';
  const sure = rows.filter((row) => row.low > 0).length;
  const sureWords = rows.some((row) => Number.isFinite(row.low)) ? ` Of ${sure} the whole interval lies above 0.` : '';
  const sentence = `Importance of ${plural(rows.length, 'feature')} by ${method}; most important: ${first.label}, ${formatNumber(first.value)}.${sureWords}${more}`;
  return {
    sentence,
    charts: [
      {
        id: 'importance',
        medium: 'both',
        sentence,
        height: barsHeight(rows.length),
        option: intervalChart(palette, rows, { label: `Importance (${method})` }),
      },
    ],
    tables: [
      table(
        'importance',
        'data',
        `Importance by ${method} with 95 % intervals`,
        [textColumn('Feature'), intervalColumn('Importance')],
        data.features.map((f) => [nameCell(f.name), intervalCell(f, '', formatDigits)]),
      ),
    ],
  };
}

export function bars(data: SectionOf<'bars'>['data'], { palette }: Look): Body {
  const rows = data.bars.map((b) => ({
    label: oneLine(b.label),
    value: num(b.value),
    low: num(b.low),
    high: num(b.high),
  }));
  if (rows.length === 0) return { sentence: 'No bar was sent.' };
  const finite = rows.filter((row) => Number.isFinite(row.value)).sort((a, b) => b.value - a.value);
  const [high, low] = [finite[0], finite.at(-1)];
  const odd = rows.length - finite.length;
  const range =
    high && low
      ? finite.length === 1
        ? `: ${high.label} ${formatFigure(high.value, data.unit)}`
        : `, from ${formatFigure(low.value, data.unit)} (${low.label}) to ${formatFigure(high.value, data.unit)} (${high.label})`
      : '';
  const more = rows.length > mostBars ? ` The first ${mostBars} are drawn.` : '';
  const sentence = `${plural(rows.length, 'bar')}${range}.${odd > 0 ? ` ${odd} not finite, marked.` : ''}${more}`;
  const within = extent(rows.flatMap((row) => [row.value, row.low, row.high]));
  const share = data.unit === '' && within !== null && within.low >= 0 && within.high <= 1;
  return {
    sentence,
    charts: [
      {
        id: 'bars',
        medium: 'both',
        sentence,
        height: barsHeight(rows.length),
        option: intervalChart(palette, rows, { label: data.unit, ...(share ? { min: 0, max: 1 } : {}) }),
      },
    ],
    tables: [
      table(
        'bars',
        'data',
        'Values with 95 % intervals',
        [textColumn('Name'), intervalColumn(data.unit === '' ? 'Value' : `Value (${data.unit})`)],
        data.bars.map((b) => [nameCell(b.label), intervalCell(b, data.unit)]),
      ),
    ],
  };
}
