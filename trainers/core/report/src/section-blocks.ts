import type { Section } from '@trainyard/contracts';
import { type CaseView, oneLine, palettes, shorten, thinnedHeat, type View, viewOf } from '@trainyard/sections';
import type { Block, Pictures } from './blocks.ts';
import { chartSvg } from './chart-svg.ts';
import { readNpy } from './npy.ts';
import { nestHeadings } from './prose.ts';
import type { ReadRun } from './read-run.ts';
import { signalSvg } from './signal-svg.ts';
import { tableOfView } from './table.ts';

const palette = palettes.print;
const mostSignals = 8;
const mostCode = 6000;

function keep(pictures: Pictures, svg: string): string {
  const file = `/picture-${pictures.size + 1}.svg`;
  pictures.set(file, svg);
  return file;
}

/** The waveforms of failures, where the trainer kept them. */
function signalsOf(cases: readonly CaseView[], read: Pick<ReadRun, 'fileOf'>, pictures: Pictures): Block[] {
  const items: Extract<Block, { kind: 'signals' }>['items'] = [];
  for (const one of cases) {
    if (one.signal === null || items.length >= mostSignals) continue;
    const bytes = read.fileOf(one.signal.file);
    const values = bytes === null ? null : readNpy(bytes);
    const picture = values === null ? null : signalSvg(values, one.signal, palette);
    if (picture === null) continue;
    items.push({
      file: keep(pictures, picture.svg),
      alt: `The signal of ${one.id}: ${picture.sentence}.`,
      title: shorten(one.id, 80),
      caption: `${shorten(one.truth, 40)} taken for ${shorten(one.prediction, 40)}, score ${one.confidenceText}; ${picture.sentence}`,
    });
  }
  return items.length === 0 ? [] : [{ kind: 'signals', items }];
}

function bodyOf(view: View, read: Pick<ReadRun, 'fileOf'>, pictures: Pictures, level: 1 | 2 | 3): Block[] {
  const charts = view.charts.flatMap((chart): Block[] => {
    const heat = view.heats?.find(({ id }) => id === chart.id);
    const thinned = heat === undefined ? null : thinnedHeat(heat);
    const drawn = keep(pictures, chartSvg(chart));
    return [
      { kind: 'chart', file: drawn, alt: chart.sentence, keep: thinned !== null },
      ...(thinned === null ? [] : [{ kind: 'notes' as const, items: [thinned] }]),
    ];
  });
  const tables = view.tables
    .filter(({ role }) => role === 'main' || charts.length === 0)
    .map(tableOfView)
    // The heading above has said it already.
    .map((table) => (table.caption.toLowerCase() === view.title.toLowerCase() ? { ...table, caption: '' } : table));
  const texts = (view.parts ?? []).map(
    ({ title, text }): Block => ({
      kind: 'code',
      title,
      text: text.length > mostCode ? `${text.slice(0, mostCode)}…` : text,
    }),
  );
  return [
    ...(view.prose === undefined ? [] : [{ kind: 'prose', blocks: nestHeadings(view.prose, level) } as const]),
    ...charts,
    // Prose and the parts of a prompt say in full what their table only lists.
    ...(view.prose === undefined && texts.length === 0 ? tables : []),
    ...texts,
    ...signalsOf(view.cases ?? [], read, pictures),
  ];
}

/** A result section on paper: the same view that the page draws, every chart of it and its tables. */
export function sectionBlocks(
  section: Section,
  read: Pick<ReadRun, 'fileOf'>,
  pictures: Pictures,
  level: 1 | 2 | 3,
): Block[] {
  const view = viewOf(section, { palette });
  const notes = view.notes.map((note) => oneLine(note));
  // What prose says needs no sentence about it.
  const sentence: Block[] =
    view.prose !== undefined && !view.empty ? [] : [{ kind: 'paragraph', text: view.sentence, tone: 'muted' }];
  const body = view.empty ? [] : bodyOf(view, read, pictures, level);
  const last = body.at(-1);
  if (last?.kind === 'chart' && notes.length > 0) last.keep = true;
  return [
    { kind: 'heading', level, text: shorten(view.title, 160) },
    ...sentence,
    ...body,
    ...(notes.length === 0 ? [] : [{ kind: 'notes', items: notes } as const]),
  ];
}
