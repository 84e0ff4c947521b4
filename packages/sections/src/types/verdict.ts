import type { SectionOf } from '@trainyard/contracts';
import {
  emptyCell,
  intervalCell,
  intervalColumn,
  nameCell,
  numberCell,
  numberColumn,
  table,
  textCell,
} from '../cell.ts';
import { oneLine } from '../label.ts';
import { formatFigure, num } from '../number.ts';
import type { Body, Cell, VerdictView } from '../view.ts';

type Row = SectionOf<'verdict'>['data']['rows'][number];

/** `+0.500`, `−7`: what changed, with its sign. */
function changeCell({ difference, unit }: Row): Cell {
  if (difference === null) return emptyCell;
  const cell = intervalCell(difference, unit);
  if (!(num(difference.value) > 0)) return cell;
  const { interval } = cell;
  return {
    ...cell,
    text: `+${cell.text}`,
    ...(interval === undefined ? {} : { interval: { ...interval, valueText: `+${interval.valueText}` } }),
  };
}

function sideCell(value: Row['before'], unit: string): Cell {
  return value === null ? emptyCell : numberCell(num(value), (v) => formatFigure(v, unit));
}

/** Something new held against what was there before: one sentence, and the figures behind it. */
export function verdict(data: SectionOf<'verdict'>['data']): Body {
  if (data.sentence.trim() === '' && data.rows.length + data.facts.length === 0) {
    return { sentence: 'No verdict was sent.' };
  }
  const rows = data.rows.map((row) => [
    nameCell(row.label),
    sideCell(row.before, row.unit),
    sideCell(row.after, row.unit),
    changeCell(row),
  ]);
  const [before, after] = [oneLine(data.before), oneLine(data.after)];
  const view: VerdictView = {
    outcome: data.outcome,
    sentence: oneLine(data.sentence),
    facts: data.facts.map(({ label, value }) => ({ label: oneLine(label), value: oneLine(value) })),
    ...(data.prompt === undefined ? {} : { prompt: data.prompt }),
  };
  return {
    sentence: oneLine(data.sentence),
    verdict: view,
    tables: [
      table(
        'verdict',
        'main',
        `${after} held against ${before}`,
        [
          { label: 'Figure', align: 'left', kind: 'text' },
          numberColumn(before),
          numberColumn(after),
          intervalColumn('Difference (95 % interval)'),
        ],
        rows,
      ),
      ...(data.facts.length === 0
        ? []
        : [
            table(
              'facts',
              'main',
              'What else there is to know',
              [
                { label: 'What', align: 'left', kind: 'text' },
                { label: 'Value', align: 'left', kind: 'text' },
              ],
              view.facts.map(({ label, value }) => [nameCell(label), textCell(value)]),
            ),
          ]),
    ],
  };
}
