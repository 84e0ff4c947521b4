import type { Section, SectionOf, WireNumber } from '@trainyard/contracts';
import type { Look } from '../live-view.ts';
import { factsText, tableText } from '../table.ts';
import { countText, intervalText, numberText, wrapped } from '../words.ts';
import { barsText } from './bars.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { metricTable } from './metric-table.ts';
import { perClassTable } from './per-class-table.ts';

const rowLimit = 20;
const fullRowLimit = 500;
const barLimit = 10;

type Cell = WireNumber | string | boolean | null;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? numberText(cell) : String(cell);
}

function rowsTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  look: Look,
  limit = rowLimit,
): string {
  const numeric = columns.map((_, i) => rows.every((row) => typeof row[i] !== 'string' && typeof row[i] !== 'boolean'));
  const table = tableText(
    columns.map((title, i) => ({ title, right: numeric[i] === true, wrap: numeric[i] !== true })),
    rows.slice(0, limit).map((row) => row.map(cellText)),
    look,
  );
  const rest = rows.length - limit;
  return rest > 0 ? `${table}\n${look.ink.dim(`and ${countText(rest, 'row')} more`)}` : table;
}

function failureCases(section: SectionOf<'failure-cases'>, look: Look): string {
  const rows = section.data.cases.map((c) => [c.sample_id, c.truth, c.prediction, c.confidence, c.error_type]);
  return rowsTable(['sample', 'truth', 'prediction', 'confidence', 'kind'], rows, look);
}

/** One side beside the other, what else there is to know, and what can be done. */
function verdictText({ data }: SectionOf<'verdict'>, look: Look): string {
  const rows = data.rows.map(({ label, before, after, difference }) => [
    label,
    before,
    after,
    difference === null ? '' : intervalText(difference),
  ]);
  const { prompt } = data;
  return [
    look.ink.bold(wrapped(data.sentence, look.columns)),
    ...(rows.length === 0 ? [] : [rowsTable(['', data.before, data.after, 'difference'], rows, look)]),
    ...(data.facts.length === 0
      ? []
      : [
          factsText(
            data.facts.map(({ label, value }) => [label, value] as const),
            look,
          ),
        ]),
    ...(prompt === undefined ? [] : [`Use it: trainyard prompt use ${prompt.name}@${prompt.version}`]),
  ].join('\n');
}

function lineageText({ data }: SectionOf<'prompt-lineage'>, look: Look, limit: number): string {
  const word = (value: unknown): Cell =>
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
  return rowsTable(
    ['version', 'from', 'what', 'score', 'fixed', 'broke', 'status'],
    data.versions.map((one) => [
      word(one.id),
      word(one.parent),
      word(one.title),
      word(one.score),
      one.fixed ?? null,
      one.broke ?? null,
      one.status ?? null,
    ]),
    look,
    limit,
  );
}

/** The body of one section, or null where a picture is needed and a terminal has none. */
function bodyOf(section: Section, look: Look, limit: number): string | null {
  switch (section.type) {
    case 'summary':
      return factsText(
        section.data.rows.map((row) => [row.label, row.value] as const),
        look,
      );
    case 'metric-table':
      return metricTable(section, look);
    case 'per-class-table':
      return perClassTable(section, look);
    case 'confusion-matrix':
      return confusionMatrix(section, look);
    case 'feature-importance':
      return barsText(
        section.data.features.map((f) => ({ label: f.name, value: f.value })),
        barLimit,
        '',
        look,
      );
    case 'bars':
      return barsText(section.data.bars, rowLimit, section.data.unit, look);
    case 'failure-cases':
      return section.data.cases.length === 0 ? 'None.' : failureCases(section, look);
    case 'leaderboard':
    case 'table':
      return rowsTable(section.data.columns, section.data.rows, look, limit);
    case 'text':
      return wrapped(section.data.markdown.trim(), look.columns);
    case 'roc':
      return rowsTable(
        ['class', 'area under the curve'],
        section.data.curves.map((c) => [c.label, intervalText(c.auc)]),
        look,
      );
    case 'precision-recall':
      return rowsTable(
        ['class', 'average precision'],
        section.data.curves.map((c) => [c.label, intervalText(c.average_precision)]),
        look,
      );
    case 'calibration':
      return `expected calibration error ${numberText(section.data.ece)}`;
    case 'verdict':
      return verdictText(section, look);
    case 'steps':
      return rowsTable(
        [section.data.group || 'group', 'step', 'what came of it', section.data.unit || 'used'],
        section.data.steps.map((one) => [one.group, one.name, one.detail, one.used]),
        look,
        limit,
      );
    case 'race':
      return rowsTable(
        ['entrant', 'status', 'distance', 'P(better)', 'bar', 'score', 'saved'],
        section.data.entrants.map((one) => [
          one.name,
          one.status,
          `${one.done} of ${one.of} ${section.data.unit}`.trim(),
          one.chance,
          one.bar,
          one.score,
          one.saved,
        ]),
        look,
        limit,
      );
    case 'meters':
      return factsText(
        section.data.meters.map(({ label, used, limit: most, unit, note }) => {
          const of = most === null ? '' : ` of ${numberText(most)}`;
          return [label, `${numberText(used)}${of} ${unit}`.trim() + (note ? ` (${note})` : '')] as const;
        }),
        look,
      );
    case 'prompt-lineage':
      return lineageText(section, look, limit);
    case 'prompt':
      return `${section.data.system}\n\n${section.data.output}`;
    default:
      return null;
  }
}

/** What answers "how good is it, and where not?"; all else is a command away. */
const essential: ReadonlySet<Section['type']> = new Set([
  'verdict',
  'summary',
  'metric-table',
  'per-class-table',
  'confusion-matrix',
  'leaderboard',
  'table',
  'text',
  'prompt',
]);

/**
 * Result sections as text. Those that need a picture are named, so that nobody misses them; with `brief`, given the
 * command that shows them, so are those that only some people look for.
 */
export function sectionsText(sections: readonly Section[], look: Look, brief?: string): string {
  const blocks: string[] = [];
  const pictures: string[] = [];
  const further: string[] = [];
  for (const section of sections) {
    const body = bodyOf(section, look, brief === undefined ? fullRowLimit : rowLimit);
    if (body === null) pictures.push(section.title);
    else if (brief !== undefined && !essential.has(section.type)) further.push(section.title);
    else {
      const notes = section.notes.map((note) => look.ink.warn(wrapped(note, look.columns)));
      blocks.push([look.ink.bold(section.title), body, ...notes].join('\n'));
    }
  }
  const feet: string[] = [];
  if (further.length > 0) feet.push(`More with ${brief}: ${further.join(', ')}`);
  if (pictures.length > 0) feet.push(`Charts, as data with --details --json: ${pictures.join(', ')}`);
  if (feet.length > 0) blocks.push(look.ink.dim(wrapped(feet.join('\n'), look.columns)));
  return blocks.join('\n\n');
}
