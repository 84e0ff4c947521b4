import { shorten } from '@trainyard/sections';
import type { Block } from './blocks.ts';
import { type Figure, figuresOf } from './headline.ts';
import type { ReadRun } from './read-run.ts';
import { plainCell, tableBlock } from './table.ts';
import { capital, ofDuration } from './words.ts';

const mostFigures = 4;

/** The figures that most of the runs have, in the order in which the first of them states them. */
function sharedFigures(all: readonly Figure[][]): Pick<Figure, 'name' | 'label'>[] {
  const counts = new Map<string, { name: string; label: string; count: number }>();
  for (const figures of all) {
    for (const { name, label } of figures) {
      const known = counts.get(name) ?? { name, label, count: 0 };
      known.count += 1;
      counts.set(name, known);
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, mostFigures);
}

function ofFigure(figure: Figure | undefined): string {
  if (figure === undefined) return '–';
  const range = figure.range === '' ? '' : ` (${figure.range})`;
  return `${figure.value}${range}${figure.note === '' ? '' : ' *'}`;
}

/** Several runs beside each other, before each of them alone. */
export function comparisonBlocks(runs: readonly ReadRun[]): Block[] {
  const all = runs.map(figuresOf);
  const shared = sharedFigures(all);
  const notes = new Set(all.flat().flatMap(({ note }) => (note === '' ? [] : [note])));
  const datasets = new Set(runs.map(({ run }) => run.dataset?.digest ?? ''));
  const splits = new Set(runs.map(({ frozen }) => frozen?.split?.digest ?? ''));
  const table = tableBlock({
    caption: 'Key figures of the runs',
    columns: [
      { label: 'Run', align: 'left' },
      { label: 'Status', align: 'left' },
      { label: 'Data set, split', align: 'left' },
      ...shared.map(({ label }) => ({ label, align: 'right' as const })),
      { label: 'Time', align: 'right' },
    ],
    rows: runs.map(({ run }, i) => [
      plainCell(`#${run.number} ${shorten(run.name, 80)}`),
      plainCell(capital(run.status)),
      plainCell(
        run.dataset === null
          ? '–'
          : `${shorten(run.dataset.name, 40)}@${run.dataset.version}${run.split === null ? '' : `, by ${run.split.by}`}`,
      ),
      ...shared.map(({ name }) => plainCell(ofFigure(all[i]?.find((figure) => figure.name === name)))),
      plainCell(ofDuration(run.running_s)),
    ]),
  });
  return [
    { kind: 'heading', level: 1, text: 'Comparison' },
    table,
    {
      kind: 'notes',
      items: [
        ...[...notes].map((note) => `* ${note}`),
        ...(datasets.size > 1
          ? ['The runs were scored on different data: their figures cannot be compared one with another.']
          : splits.size > 1
            ? [
                'The runs were scored on different splits: part of a difference may come from the samples that were drawn.',
              ]
            : []),
        'In brackets: 95 % intervals. Intervals that overlap do not tell which run is better; comparing the runs in the product tests it on their predictions.',
      ],
    },
  ];
}
