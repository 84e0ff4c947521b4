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
    case 'prompt':
      return `${section.data.system}\n\n${section.data.output}`;
    default:
      return null;
  }
}

/** What answers "how good is it, and where not?"; all else is a command away. */
const essential: ReadonlySet<Section['type']> = new Set([
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
