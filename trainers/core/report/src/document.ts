import type { Section } from '@trainyard/contracts';
import { isBaseline } from '@trainyard/domain';
import { oneLine, shorten } from '@trainyard/sections';
import { bestEarlierBlock } from './best-earlier.ts';
import type { Block, Pictures, ReportDocument } from './blocks.ts';
import { comparisonBlocks } from './comparison.ts';
import { attemptsTable, configurationTable, filesTable, recordTable, runFacts } from './facts.ts';
import { figuresOf } from './headline.ts';
import { historySections } from './history.ts';
import type { ReadRun } from './read-run.ts';
import { recommendationBlocks } from './recommendations.ts';
import { sectionBlocks } from './section-blocks.ts';
import { capital, ofTime } from './words.ts';

export type Part = 'results' | 'history' | 'configuration' | 'environment' | 'files';

/** What the configuration of a report says. */
export interface ReportOptions {
  title: string;
  notes: string;
  parts: readonly Part[];
  /** Types of sections; empty: all. */
  sections: readonly string[];
  paper: 'a4' | 'letter';
  /** When it is made. */
  at: string;
}

const mostFigures = 4;
const courseTypes: ReadonlySet<Section['type']> = new Set<Section['type']>(['meters', 'steps', 'race']);

function warnings({ run }: ReadRun): Block[] {
  const found: Block[] = [];
  if (run.badge !== null) {
    const text = `${oneLine(run.badge)} data: what is said here says nothing of a real machine.`;
    found.push({ kind: 'callout', tone: 'warn', text });
  }
  if (run.split?.note) {
    found.push({
      kind: 'callout',
      tone: 'warn',
      text: `Split by ${oneLine(run.split.by)}: ${oneLine(run.split.note)}.`,
    });
  }
  if (run.reason !== null && run.status !== 'completed') {
    const hint = run.reason.hint === null ? '' : ` ${oneLine(run.reason.hint)}`;
    const tone = run.status === 'failed' ? 'bad' : 'info';
    found.push({ kind: 'callout', tone, text: `${capital(run.status)}: ${shorten(run.reason.message, 600)}${hint}` });
  }
  return found;
}

function keyFigures(read: ReadRun): Block[] {
  const all = figuresOf(read);
  const first = all.slice(0, mostFigures - 1);
  const baseline = all.slice(mostFigures - 1).find(isBaseline);
  const figures = baseline === undefined ? all.slice(0, mostFigures) : [...first, baseline];
  if (figures.length === 0) return [];
  const items = figures.map(({ label, value, range, note }) => ({
    label: shorten(label, 60),
    value,
    range: range === '' ? '' : `95 %: ${range}`,
    note: note === '' ? '' : oneLine(note),
  }));
  return [{ kind: 'figures', items }];
}

/** What came of it before how it went: trainers tell the course while they run, and the verdict at their end. */
function inReadingOrder(sections: readonly Section[]): Section[] {
  const rank = ({ type }: Section): number => (type === 'verdict' ? 0 : courseTypes.has(type) ? 2 : 1);
  return sections.toSorted((a, b) => rank(a) - rank(b));
}

/** One run. `depth` is the level of its headings: one deeper where it is one of several. */
function runBlocks(read: ReadRun, options: ReportOptions, pictures: Pictures, depth: 1 | 2): Block[] {
  const wanted = (part: Part): boolean => options.parts.includes(part);
  const head = (text: string): Block => ({ kind: 'heading', level: depth, text });
  const blocks: Block[] = [runFacts(read), ...warnings(read), ...keyFigures(read), ...bestEarlierBlock(read)];
  const notes = oneLine(read.run.notes);
  if (read.run.notes.trim() !== '') blocks.push({ kind: 'paragraph', text: shorten(notes, 2000), tone: 'plain' });
  if (wanted('results')) {
    blocks.push(...recommendationBlocks(read, depth));
    const sections = read.sections.filter(
      ({ type }) => options.sections.length === 0 || options.sections.includes(type),
    );
    for (const section of inReadingOrder(sections)) blocks.push(...sectionBlocks(section, read, pictures, depth));
    if (sections.length === 0) {
      blocks.push(head('Results'), { kind: 'paragraph', text: 'The run left no result section.', tone: 'muted' });
    }
  }
  if (wanted('history')) {
    const { sections, leftOut } = historySections(read.series);
    if (sections.length > 0) blocks.push(head('Metrics over time'));
    for (const section of sections) blocks.push(...sectionBlocks(section, read, pictures, depth === 1 ? 2 : 3));
    if (leftOut > 0) {
      blocks.push({ kind: 'notes', items: [`${leftOut} more series on the page of the run.`] });
    }
  }
  if (wanted('configuration') && read.frozen !== null)
    blocks.push(head('Configuration'), configurationTable(read.frozen));
  if (wanted('environment')) {
    blocks.push(head('Data and environment'), recordTable(read));
    if (read.attempts.length > 0) blocks.push(attemptsTable(read));
  }
  if (wanted('files') && read.files.length > 0) blocks.push(head('Files'), filesTable(read));
  return blocks;
}

function titleOf(runs: readonly ReadRun[], options: ReportOptions): string {
  if (options.title.trim() !== '') return oneLine(options.title);
  const [only] = runs;
  return runs.length === 1 && only !== undefined ? shorten(only.run.name, 160) : `Summary of ${runs.length} runs`;
}

export function reportDocument(
  runs: readonly ReadRun[],
  options: ReportOptions,
): { document: ReportDocument; pictures: Pictures } {
  const pictures: Pictures = new Map();
  const [first] = runs;
  const several = runs.length > 1;
  const blocks: Block[] = several ? comparisonBlocks(runs) : [];
  for (const read of runs) {
    if (several) {
      blocks.push({ kind: 'break' });
      blocks.push({ kind: 'heading', level: 1, text: `Run ${read.run.number}: ${shorten(read.run.name, 120)}` });
    }
    blocks.push(...runBlocks(read, options, pictures, several ? 2 : 1));
  }
  const notes = options.notes
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(oneLine);
  const document: ReportDocument = {
    title: titleOf(runs, options),
    subtitle: several || first === undefined ? `${runs.length} runs` : `Run ${first.run.number}`,
    paper: options.paper === 'letter' ? 'us-letter' : 'a4',
    made: ofTime(options.at),
    badge: runs.map(({ run }) => run.badge).find((badge) => badge !== null) ?? '',
    notes,
    contents: several,
    blocks,
  };
  return { document, pictures };
}
