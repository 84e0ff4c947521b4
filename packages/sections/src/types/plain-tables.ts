import type { SectionOf, WireNumber } from '@trainyard/contracts';
import {
  emptyCell,
  intervalCell,
  intervalColumn,
  nameCell,
  numberCell,
  numberColumn,
  shareInterval,
  shareScale,
  table,
  textCell,
  textColumn,
} from '../cell.ts';
import { barsHeight, intervalChart } from '../interval-chart.ts';
import { listed, oneLine } from '../label.ts';
import { columnFormat, formatNumber, formatShare, num, plural } from '../number.ts';
import type { Body, Cell, Column, Look } from '../view.ts';

export function summary(data: SectionOf<'summary'>['data']): Body {
  const rows = data.rows.map((row) => [nameCell(row.label), textCell(row.value)]);
  return {
    sentence: rows.length === 0 ? 'The summary is empty.' : `${plural(rows.length, 'fact')} about this run.`,
    tables: [table('summary', 'main', 'Summary', [textColumn('What'), textColumn('Value')], rows)],
  };
}

const asShare = (row: { unit: string; value: WireNumber }): boolean =>
  row.unit === '' && Number.isFinite(num(row.value)) && num(row.value) >= 0 && num(row.value) <= 1;

export function metricTable(data: SectionOf<'metric-table'>['data'], { palette }: Look): Body {
  const words = { higher: 'higher is better', lower: 'lower is better', none: '' };
  const label = (row: (typeof data.rows)[number]): string => oneLine(row.label ?? row.name);
  const notes = data.rows.some((row) => row.note);
  const shares = data.rows.filter(asShare);
  const directions = data.rows.some((row) => row.better !== 'none');
  const columns: Column[] = [
    textColumn('Metric'),
    intervalColumn('Value (95 % interval)', shareScale(shares) ?? undefined),
    // The note says how far a value may be trusted: right beside it.
    ...(notes ? [textColumn('Note')] : []),
    ...(directions ? [textColumn('Better')] : []),
  ];
  const rows = data.rows.map((row): Cell[] => [
    nameCell(label(row)),
    intervalCell(row, row.unit),
    ...(notes ? [textCell(row.note ?? '')] : []),
    ...(directions ? [textCell(words[row.better], 'muted')] : []),
  ]);
  const told = data.rows.slice(0, 3).map((row, i) => `${label(row)} ${rows[i]?.[1]?.text ?? ''}`);
  return {
    sentence:
      told.length === 0 ? 'No metric was sent.' : `${told.join('; ')}${data.rows.length > 3 ? '; and more' : ''}.`,
    tables: [table('metrics', 'main', 'Metrics with 95 % intervals', columns, rows)],
    charts:
      shares.length < 2
        ? []
        : [
            {
              id: 'metrics',
              medium: 'paper',
              sentence: `Metrics between 0 and 1 with their 95 % intervals: ${listed(shares.map((s) => `${label(s)} ${formatShare(num(s.value))}`))}.`,
              height: barsHeight(shares.length),
              option: intervalChart(
                palette,
                shares.map((s) => ({ label: label(s), value: num(s.value), low: num(s.low), high: num(s.high) })),
                { label: '', min: 0, max: 1 },
                'point',
              ),
            },
          ],
  };
}

/** A class that was never predicted has no precision, whatever an interval over nothing says. */
function knownShare(interval: Parameters<typeof shareInterval>[0]): Cell {
  return Number.isNaN(num(interval.value)) ? emptyCell : shareInterval(interval);
}

export function perClassTable(data: SectionOf<'per-class-table'>['data'], { palette }: Look): Body {
  const percent = formatNumber(data.confidence * 100);
  const weak = data.rows.filter((row) => row.weak && row.scored);
  const unscored = data.rows.filter((row) => !row.scored);
  const remarks = weak.length + unscored.length > 0;
  const scored = data.rows.filter((row) => row.scored);
  const scale = shareScale(scored.flatMap((row) => [row.precision, row.recall, row.f1])) ?? undefined;
  const columns = [
    textColumn('Class'),
    ...(remarks ? [textColumn('Remark')] : []),
    intervalColumn('Precision', scale),
    intervalColumn('Recall', scale),
    intervalColumn('F1', scale),
    numberColumn('Samples'),
  ];
  const rows = data.rows.map((row): Cell[] => {
    const figures = row.scored
      ? [knownShare(row.precision), knownShare(row.recall), knownShare(row.f1)]
      : [emptyCell, emptyCell, emptyCell];
    const remark = row.scored
      ? row.weak
        ? textCell('weak class', 'weak')
        : textCell('')
      : textCell('not scored', 'muted');
    return [nameCell(row.label), ...(remarks ? [remark] : []), ...figures, numberCell(row.support)];
  });
  const worst = [...scored].sort((a, b) => (num(a.f1.value) || 0) - (num(b.f1.value) || 0))[0];
  const words =
    worst === undefined
      ? 'No class was scored.'
      : `${plural(scored.length, 'class', 'classes')} scored; the lowest F1 is ${formatShare(num(worst.f1.value))}, of ${oneLine(worst.label)}.`;
  const weakWords = weak.length === 0 ? '' : ` Weak: ${listed(weak.map((row) => row.label))}.`;
  return {
    sentence: data.rows.length === 0 ? 'No class was sent.' : words + weakWords,
    tables: [table('classes', 'main', `Scores by class with ${percent} % intervals`, columns, rows)],
    charts:
      scored.length === 0
        ? []
        : [
            {
              id: 'f1',
              medium: 'paper',
              sentence: `F1 of each class with its ${percent} % interval. ${words}`,
              height: barsHeight(scored.length),
              option: intervalChart(
                palette,
                scored.map((row) => ({
                  label: row.label,
                  value: num(row.f1.value),
                  low: num(row.f1.low),
                  high: num(row.f1.high),
                  ...(row.weak ? { colour: palette.warn } : {}),
                })),
                { label: 'F1', min: 0, max: 1 },
                'point',
              ),
            },
          ],
  };
}

type Loose = WireNumber | string | boolean | null;

const numberOf = (value: Loose | undefined): number => (typeof value === 'number' ? value : Number.NaN);

function looseTable(id: string, caption: string, names: readonly string[], given: readonly (readonly Loose[])[]): Body {
  const width = Math.max(names.length, ...given.slice(0, 5000).map((row) => row.length));
  const isNumber = (value: Loose | undefined): boolean =>
    typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
  const columns = Array.from({ length: width }, (_, c): Column => {
    const label = names[c] === undefined ? `column ${c + 1}` : oneLine(names[c] ?? '');
    const present = given.map((row) => row[c]).filter((value) => value !== null && value !== undefined);
    return present.length > 0 && present.every(isNumber) ? numberColumn(label) : textColumn(label);
  });
  const formats = columns.map((column, c) =>
    column.kind === 'number' ? columnFormat(given.map((row) => numberOf(row[c]))) : formatNumber,
  );
  const rows = given.map((row) =>
    columns.map((column, c): Cell => {
      const value = row[c];
      if (value === null || value === undefined) return emptyCell;
      if (typeof value === 'boolean') return textCell(value ? 'yes' : 'no');
      if (typeof value === 'number') return numberCell(value, formats[c]);
      return column.kind === 'number' ? numberCell(Number(value)) : c === 0 ? nameCell(value) : textCell(value);
    }),
  );
  return {
    sentence:
      rows.length === 0
        ? 'The table has no rows.'
        : `${plural(rows.length, 'row')} by ${plural(width, 'column')}: ${listed(
            columns.map((c) => c.label),
            6,
          )}.`,
    tables: [table(id, 'main', caption, columns, rows)],
  };
}

export function plainTable(data: SectionOf<'table'>['data']): Body {
  return looseTable('table', 'Table', data.columns, data.rows);
}

export function leaderboard(data: SectionOf<'leaderboard'>['data']): Body {
  const body = looseTable('leaderboard', 'Leaderboard', data.columns, data.rows);
  const first = body.tables?.[0]?.rows[0];
  if (!first) return { ...body, sentence: 'The leaderboard has no rows.' };
  const columns = body.tables?.[0]?.columns ?? [];
  const words = first.slice(0, 4).map((cell, c) => `${columns[c]?.label ?? ''} ${cell.text}`);
  return { ...body, sentence: `${plural(data.rows.length, 'entry', 'entries')}; first: ${words.join(', ')}.` };
}
