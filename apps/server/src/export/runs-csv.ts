import { type Run, TrainyardError } from '@trainyard/contracts';
import { splitList } from '@trainyard/store';
import { numberCell, textCell, valueCell } from './csv-cell.ts';

interface Column {
  name: string;
  cell: (run: Run) => string;
}

const text = (name: string, of: (run: Run) => string | null | undefined): Column => ({
  name,
  cell: (run) => textCell(of(run) ?? ''),
});
const number = (name: string, of: (run: Run) => number | null | undefined): Column => ({
  name,
  cell: (run) => numberCell(of(run)),
});

/** In every file, in this order. */
const always: readonly Column[] = [
  number('number', (run) => run.number),
  text('name', (run) => run.name),
  text('status', (run) => run.status),
  text('trainer', (run) => run.trainer),
  text('preset', (run) => run.preset),
  text('dataset', (run) => run.dataset?.name),
  number('version', (run) => run.dataset?.version),
  text('split', (run) => run.split?.by),
  text('owner', (run) => run.owner.name),
  text('tags', (run) =>
    Object.entries(run.tags)
      .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
      .join('; '),
  ),
  text('created_at', (run) => run.created_at),
  text('started_at', (run) => run.started_at),
  text('ended_at', (run) => run.ended_at),
  number('running_s', (run) => run.running_s),
  text('notes', (run) => run.notes),
];

/** A metric, parameter or tag as a column; columns that are in every file anyway, or belong to the page, are passed over. */
function askedColumn(asked: string): Column[] {
  const [group, key] = asked.split(/\.(.*)/s);
  if (key === undefined || key === '') return [];
  if (group === 'metric') return [{ name: asked, cell: (run) => numberCell(run.metrics[key]) }];
  if (group === 'parameter') return [{ name: asked, cell: (run) => valueCell(run.parameters?.[key]) }];
  if (group === 'tag') return [{ name: asked, cell: (run) => textCell(run.tags[key] ?? '') }];
  return [];
}

const columnLimit = 200;

export interface CsvColumns {
  columns: readonly Column[];
  /** Keys of the parameters that are wanted with each run. */
  parameters: readonly string[];
}

/** `columns` as in the table of runs, joined by `,`. */
export function csvColumns(asked: string | undefined): CsvColumns {
  const wanted = [...new Set(splitList(asked ?? ''))];
  if (wanted.length > columnLimit) {
    const detail = `columns: at most ${columnLimit} are given at once`;
    throw new TrainyardError('query-invalid', { detail }, { issues: [{ path: 'columns', message: detail }] });
  }
  const parameters = wanted.filter((each) => each.startsWith('parameter.')).map((each) => each.slice(10));
  return { columns: [...always, ...wanted.flatMap(askedColumn)], parameters };
}

/** Asks for the first page at once: what is wrong with the question is an answer of its own, not the end of a file. */
export async function begun<T>(pages: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  const first = await pages.next();
  return (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* pages;
  })();
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

/** RFC 4180, with a mark at its beginning by which spreadsheets know that it is UTF-8. */
export async function* runsCsv(
  pages: AsyncIterable<readonly Run[]>,
  columns: readonly Column[],
): AsyncGenerator<string> {
  yield `\ufeff${line(columns.map(({ name }) => textCell(name)))}`;
  for await (const runs of pages) {
    if (runs.length > 0) yield runs.map((run) => line(columns.map(({ cell }) => cell(run)))).join('');
  }
}
