import type { SectionOf } from '@trainyard/contracts';
import { emptyCell, nameCell, numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { capital, listed, oneLine } from '../label.ts';
import { formatCount, formatFigure, formatNumber, formatShare, num, plural } from '../number.ts';
import type { Body, EntrantView, MeterView, StepView } from '../view.ts';

/** What a run is at while it goes on: its steps, who races, how much is used up. */
const statusWords = { done: 'done', current: 'now', ahead: 'to come' } as const;

export function steps(data: SectionOf<'steps'>['data']): Body {
  if (data.steps.length === 0) return { sentence: 'No step was sent.' };
  const unit = data.unit === '' ? '' : oneLine(data.unit);
  const shown = data.steps.map((step): StepView => {
    const used = step.used === null ? null : num(step.used);
    return {
      group: step.group === '' ? '' : oneLine(step.group),
      name: oneLine(step.name),
      detail: step.detail === '' ? '' : oneLine(step.detail),
      status: step.status,
      used,
      usedText: used === null ? '' : `${formatNumber(used)}${unit === '' ? '' : ` ${unit}`}`,
    };
  });
  const done = shown.filter(({ status }) => status === 'done').length;
  const now = shown.findLast(({ status }) => status === 'current');
  const group = data.group === '' ? '' : oneLine(data.group);
  const withGroup = group !== '' || shown.some((step) => step.group !== '');
  const withUsed = shown.some((step) => step.used !== null);
  return {
    sentence: `${plural(done, 'step')} done${now === undefined ? '' : `; now: ${now.name}`}.`,
    steps: { group, steps: shown },
    tables: [
      table(
        'steps',
        'main',
        'Steps',
        [
          ...(withGroup ? [textColumn(group === '' ? 'Group' : group)] : []),
          textColumn('Step'),
          textColumn('What came of it'),
          textColumn('Status'),
          ...(withUsed ? [numberColumn(unit === '' ? 'Used so far' : `${capital(unit)} so far`)] : []),
        ],
        shown.map((step) => [
          ...(withGroup ? [textCell(step.group)] : []),
          nameCell(step.name),
          textCell(step.detail),
          textCell(statusWords[step.status], step.status === 'current' ? 'best' : 'muted'),
          ...(withUsed ? [step.used === null ? emptyCell : numberCell(step.used)] : []),
        ]),
      ),
    ],
  };
}

const entrantWords = {
  racing: 'racing',
  kept: 'kept',
  dropped: 'dropped',
  unproved: 'not proved better',
  out: 'left the race',
} as const;

export function race(data: SectionOf<'race'>['data']): Body {
  if (data.entrants.length === 0) return { sentence: 'No entrant was sent.' };
  const unit = data.unit === '' ? '' : ` ${oneLine(data.unit)}`;
  const entrants = data.entrants.map((one): EntrantView => {
    const [chance, bar, score] = [num(one.chance), num(one.bar), num(one.score)];
    return {
      name: oneLine(one.name),
      detail: one.detail === '' ? '' : oneLine(one.detail),
      status: one.status,
      statusText: entrantWords[one.status],
      share: Math.min(1, one.done / one.of),
      distance: `${formatCount(one.done)} of ${formatCount(one.of)}${unit}`,
      chance: Number.isFinite(chance) ? chance : null,
      chanceText: Number.isFinite(chance) ? formatShare(chance) : '',
      bar: Number.isFinite(bar) ? bar : null,
      barText: Number.isFinite(bar) ? formatShare(bar) : '',
      score: Number.isFinite(score) ? score : null,
      scoreText: Number.isFinite(score) ? formatFigure(score) : '',
      saved: one.saved === '' ? '' : oneLine(one.saved),
    };
  });
  const against = oneLine(data.against);
  const counts = (['racing', 'kept', 'dropped', 'unproved', 'out'] as const).flatMap((status) => {
    const n = entrants.filter((one) => one.status === status).length;
    return n === 0 ? [] : [`${n} ${entrantWords[status]}`];
  });
  const withSaved = entrants.some(({ saved }) => saved !== '');
  return {
    sentence: `${plural(entrants.length, 'entrant')} against ${against}: ${listed(counts, 5)}.`,
    race: { against, entrants },
    tables: [
      table(
        'race',
        'main',
        `The race against ${against}`,
        [
          textColumn('Entrant'),
          textColumn('What it is'),
          textColumn('Status'),
          textColumn('Distance'),
          numberColumn('P(better)'),
          numberColumn('Bar'),
          numberColumn('Score'),
          ...(withSaved ? [textColumn('Saved')] : []),
        ],
        entrants.map((one) => [
          nameCell(one.name),
          textCell(one.detail),
          textCell(one.statusText, one.status === 'kept' ? 'best' : one.status === 'dropped' ? 'muted' : undefined),
          textCell(one.distance),
          one.chance === null ? emptyCell : numberCell(one.chance, formatShare),
          one.bar === null ? emptyCell : numberCell(one.bar, formatShare),
          one.score === null ? emptyCell : numberCell(one.score, formatFigure),
          ...(withSaved ? [textCell(one.saved)] : []),
        ]),
      ),
    ],
  };
}

export function meters(data: SectionOf<'meters'>['data']): Body {
  if (data.meters.length === 0) return { sentence: 'No figure was sent.' };
  const shown = data.meters.map((one): MeterView => {
    const [used, limit] = [num(one.used), num(one.limit)];
    const unit = one.unit === '' ? '' : ` ${oneLine(one.unit)}`;
    const bounded = Number.isFinite(limit) && limit > 0;
    return {
      label: oneLine(one.label),
      share: bounded && Number.isFinite(used) ? Math.min(1, Math.max(0, used / limit)) : null,
      text: `${formatNumber(used)}${bounded ? ` of ${formatNumber(limit)}` : ''}${unit}`,
      note: one.note === null || one.note === '' ? null : oneLine(one.note),
      used,
      limit: bounded ? limit : null,
      unit: unit.trim(),
    };
  });
  const notes = shown.some(({ note }) => note !== null);
  return {
    sentence: `${listed(
      shown.map(({ label, text }) => `${label} ${text}`),
      4,
      80,
    )}.`,
    meters: shown,
    tables: [
      table(
        'meters',
        'main',
        'Used of what there is',
        [
          textColumn('What'),
          numberColumn('Used'),
          numberColumn('Of'),
          textColumn('Unit'),
          ...(notes ? [textColumn('Note')] : []),
        ],
        shown.map((one) => [
          nameCell(one.label),
          numberCell(one.used),
          one.limit === null ? emptyCell : numberCell(one.limit),
          textCell(one.unit),
          ...(notes ? [textCell(one.note ?? '')] : []),
        ]),
      ),
    ],
  };
}
