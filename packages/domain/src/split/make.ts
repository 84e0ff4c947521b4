import { type SplitConfig, TrainyardError } from '@trainyard/contracts';
import { nearestName } from '../config/nearest.ts';
import { noSizes, parts } from './apportion.ts';
import { assignGroups, type Group } from './assign.ts';
import { csvField } from './csv.ts';
import { sha256 } from './sha256.ts';
import type { IndexRow, Part, Sizes, Split, SplitFile, SplitInput } from './types.ts';
import { windowCount } from './windows.ts';

/** Columns of index.csv that say where a signal lies, not what it is. */
const technical = new Set(['file', 'row', 'rate_hz', 'n', 'scale', 'label', 'offset', 'channel']);

/** What `split.by` may be for this data set. */
export function splitChoices(input: Pick<SplitInput, 'manifest' | 'index' | 'window'>): string[] {
  const columns = input.index.columns.filter((column) => column !== 'sample_id' && !technical.has(column));
  return [...new Set(['unit', 'recording', ...(input.window === null ? [] : ['window']), ...columns])];
}

function refuse(by: string, choices: readonly string[]): never {
  const near = nearestName(by, choices);
  const guess = near === null ? '' : `. Did you mean "${near}"?`;
  const message = `Split by must be one of ${choices.join(', ')}, got "${by}"${guess}`;
  throw new TrainyardError(
    'config-invalid',
    { count: '1 problem', first: message, trainer: '<trainer>' },
    { issues: [{ path: 'split.by', message }] },
  );
}

/** The key of what is kept together; a row without one stands alone. */
function groupKey(input: SplitInput, by: string): (row: IndexRow) => string {
  const column = by === 'unit' ? input.manifest.unit_column : by === 'recording' ? null : by;
  return (row) => {
    const value = column === null ? '' : (row.columns[column] ?? '');
    return value === '' ? `sample:${row.sample_id}` : `unit:${value}`;
  };
}

function countsOf(input: SplitInput): (row: IndexRow) => number {
  const window = input.window;
  if (window === null) return () => 1;
  return (row) => (row.n === null || row.rate_hz === null ? 0 : windowCount(row.n, row.rate_hz, window));
}

function sharesOf(split: SplitConfig): Sizes {
  return { train: split.train, validation: split.validation, test: split.test };
}

function classOf(row: IndexRow): string {
  return row.label ?? '';
}

function fileOf(by: string, lines: readonly (readonly [string, Part])[]): SplitFile {
  const text = `sample_id,part\n${lines.map(([id, part]) => `${csvField(id)},${part}\n`).join('')}`;
  return { by, text, digest: sha256(text) };
}

function emptyClasses(rows: readonly IndexRow[]): Record<string, Sizes> {
  return Object.fromEntries([...new Set(rows.map(classOf))].sort().map((label) => [label, noSizes()]));
}

function add(counts: Sizes | undefined, part: Part, n: number): void {
  if (counts !== undefined) counts[part] += n;
}

interface Assignment {
  file: SplitFile;
  units: Sizes;
  sizes: Sizes;
  classes: Record<string, Sizes>;
  /** By class: in how many units of each part it occurs. */
  classUnits: Record<string, Sizes>;
  partOf: Map<string, Set<Part>>;
}

function byGroup(input: SplitInput, by: string): Assignment {
  const { rows } = input.index;
  const keyOf = groupKey(input, by);
  const members = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = keyOf(row);
    members.set(key, (members.get(key) ?? new Set()).add(classOf(row)));
  }
  const groups: Group[] = [...members].map(([key, classes]) => ({ key, classes: [...classes].sort() }));
  const assigned = assignGroups(groups, sharesOf(input.split), input.split.seed);
  const result = begin(rows);
  const count = countsOf(input);
  const lines = rows.map((row): [string, Part] => {
    const part = assigned.get(keyOf(row)) ?? 'train';
    result.sizes[part] += count(row);
    add(result.classes[classOf(row)], part, count(row));
    return [row.sample_id, part];
  });
  for (const group of groups) {
    const part = assigned.get(group.key) ?? 'train';
    result.units[part] += 1;
    for (const label of group.classes) add(result.classUnits[label], part, 1);
  }
  const partOf = new Map(lines.map(([id, part]) => [id, new Set([part])]));
  return { ...result, partOf, file: fileOf(by, lines) };
}

function begin(rows: readonly IndexRow[]) {
  return { units: noSizes(), sizes: noSizes(), classes: emptyClasses(rows), classUnits: emptyClasses(rows) };
}

/** Windows of one class are dealt out at random, whatever recording they are from: the flattering split. */
function byWindow(input: SplitInput): Assignment {
  const { rows } = input.index;
  const count = countsOf(input);
  const groups = rows.flatMap((row): Group[] =>
    Array.from({ length: count(row) }, (_, k) => ({ key: `${row.sample_id}#${k}`, classes: [classOf(row)] })),
  );
  const assigned = assignGroups(groups, sharesOf(input.split), input.split.seed);
  const result = begin(rows);
  const partOf = new Map<string, Set<Part>>();
  const lines: [string, Part][] = [];
  for (const row of rows) {
    const inParts = new Set<Part>();
    for (let k = 0; k < count(row); k += 1) {
      const id = `${row.sample_id}#${k}`;
      const part = assigned.get(id) ?? 'train';
      result.sizes[part] += 1;
      add(result.classes[classOf(row)], part, 1);
      inParts.add(part);
      lines.push([id, part]);
    }
    partOf.set(row.sample_id, inParts);
  }
  return { ...result, units: { ...result.sizes }, classUnits: result.classes, partOf, file: fileOf('window', lines) };
}

/** A unit that is trained on and scored flatters the score. */
function sharesUnits(input: SplitInput, partOf: ReadonlyMap<string, Set<Part>>): boolean {
  const keyOf = groupKey(input, 'unit');
  const trained = new Set<string>();
  const scored = new Set<string>();
  for (const row of input.index.rows) {
    const inParts = partOf.get(row.sample_id);
    if (inParts?.has('train')) trained.add(keyOf(row));
    if (inParts?.has('test') || inParts?.has('validation')) scored.add(keyOf(row));
  }
  return [...scored].some((key) => trained.has(key));
}

/** Beside every score: what the split flatters, or null. */
export function splitNote(input: SplitInput, flattering: boolean): string | null {
  if (!flattering) return null;
  return `upper bound: same ${input.manifest.unit_column === null ? 'recording' : 'unit'} on both sides`;
}

export function makeSplit(input: SplitInput): Split {
  const { split } = input;
  const choices = splitChoices(input);
  if (!choices.includes(split.by)) refuse(split.by, choices);
  // Where the data set declares no physical unit, a recording is the most that can be kept together.
  const by = split.by === 'unit' && input.manifest.unit_column === null ? 'recording' : split.by;
  const made = by === 'window' ? byWindow(input) : byGroup(input, by);
  const flattering = sharesUnits(input, made.partOf);
  const honest = input.manifest.unit_column === null ? 'recording' : 'unit';
  const scoredPart = split.test > 0 ? 'test' : null;
  return {
    ...made.file,
    sizes: made.sizes,
    units: made.units,
    classes: made.classes,
    note: splitNote(input, flattering),
    companion: flattering ? byGroup(input, honest).file : null,
    not_scored:
      scoredPart === null
        ? []
        : Object.entries(made.classUnits)
            .filter(([label, counts]) => label !== '' && counts[scoredPart] === 0)
            .map(([label]) => label),
  };
}

export { parts as splitParts };
