import { idOrNumber, runPriority, runStatus, TrainyardError } from '@trainyard/contracts';
import { priorityRanks, searchWords } from './run.ts';

/** Collects parameters of one statement as its conditions are written. */
export class Conditions {
  readonly values: unknown[] = [];
  readonly #all: string[] = [];

  /** The placeholder of a new parameter. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(condition: string): void {
    this.#all.push(condition);
  }

  sql(): string {
    return this.#all.length === 0 ? 'true' : this.#all.join('\n AND ');
  }
}

export interface FilterTerm {
  field: string;
  values: string[];
}

function invalid(detail: string): TrainyardError {
  return new TrainyardError('query-invalid', { detail }, { issues: [{ path: 'filter', message: detail }] });
}

/** What is joined by `,`; a comma within is written `\,`. Empty parts do not count. */
export function splitList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter((part) => part !== '');
}

/** `field:value` terms joined by `,`; the same field twice means either value. */
export function parseFilter(filter: string): FilterTerm[] {
  const terms = new Map<string, string[]>();
  for (const text of splitList(filter)) {
    const colon = text.indexOf(':');
    if (colon < 1) throw invalid(`"${text}" is not a filter term; expected field:value, such as status:running`);
    const field = text.slice(0, colon);
    terms.set(field, [...(terms.get(field) ?? []), text.slice(colon + 1)]);
  }
  return [...terms].map(([field, values]) => ({ field, values }));
}

const filterFields =
  'number, status, trainer, preset, owner, dataset, experiment, priority, executor, badge, kept, deleted, parent, tag, tag.<key>, parameter.<key>, metric.<key>, from, to';

function oneOf(field: string, values: readonly string[], allowed: readonly string[]): string[] {
  const wrong = values.find((value) => !allowed.includes(value));
  if (wrong !== undefined) throw invalid(`"${wrong}" is not a ${field}; expected one of ${allowed.join(', ')}`);
  return [...values];
}

function moment(field: string, value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw invalid(`${field}:${value} is not a date; expected one such as 2026-01-31`);
  return at.toISOString();
}

function datasetTerm(where: Conditions, values: readonly string[]): string {
  const either = values.map((value) => {
    const at = value.lastIndexOf('@');
    const version = Number(value.slice(at + 1));
    if (at < 1 || !Number.isInteger(version)) return `r.dataset_name = ${where.bind(value)}`;
    return `(r.dataset_name = ${where.bind(value.slice(0, at))} AND r.dataset_version = ${where.bind(version)})`;
  });
  return `(${either.join(' OR ')})`;
}

function metricTerm(where: Conditions, key: string, values: readonly string[]): string {
  const each = values.map((value) => {
    const match = /^(<=|>=|<|>|=)?(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i.exec(value);
    if (match === null) throw invalid(`metric.${key}:${value} is not a comparison; expected one such as <0.5`);
    return `coalesce(s.final, s.latest) ${match[1] ?? '='} ${where.bind(Number(match[2]))}`;
  });
  // Unlike other fields, two comparisons of one metric make a range.
  return `EXISTS (SELECT 1 FROM series s WHERE s.run_id = r.id AND s.key = ${where.bind(key)} AND ${each.join(' AND ')})`;
}

function pairTerm(
  where: Conditions,
  table: 'run_tag' | 'run_parameter',
  key: string,
  values: readonly string[],
): string {
  return `EXISTS (SELECT 1 FROM ${table} p WHERE p.run_id = r.id AND p.key = ${where.bind(key)}
    AND p.value = ANY (${where.bind(values)}))`;
}

/** `tag:key` and `tag:key=value`; a key may hold a `=` itself. */
function tagTerm(where: Conditions, values: readonly string[]): string {
  const all = where.bind([...values]);
  return `EXISTS (SELECT 1 FROM run_tag p WHERE p.run_id = r.id
    AND (p.key = ANY (${all}) OR p.key || '=' || p.value = ANY (${all})))`;
}

function experimentTerm(where: Conditions, values: readonly string[]): string {
  const names = where.bind(values.map((value) => value.toLowerCase()));
  const refs = where.bind(values.filter((value) => idOrNumber.safeParse(value).success));
  return `r.experiment_id IN (SELECT x.id FROM experiment x
    WHERE lower(x.name) = ANY (${names}) OR x.id::text = ANY (${refs}) OR x.number::text = ANY (${refs}))`;
}

function term(where: Conditions, { field, values }: FilterTerm): string {
  const any = (column: string, of: readonly unknown[] = values): string => `${column} = ANY (${where.bind([...of])})`;
  const [group, key] = field.split(/\.(.*)/s);
  if (key !== undefined && group === 'tag') return pairTerm(where, 'run_tag', key, values);
  if (key !== undefined && group === 'parameter') return pairTerm(where, 'run_parameter', key, values);
  if (key !== undefined && group === 'metric') return metricTerm(where, key, values);
  switch (field) {
    case 'number':
      return any('r.number::text');
    case 'status':
      return any('r.status', oneOf('status', values, runStatus.options));
    case 'priority':
      return any(
        'r.priority',
        oneOf('priority', values, runPriority.options).map((name) => priorityRanks[runPriority.parse(name)]),
      );
    case 'executor':
      return any('r.executor', oneOf('executor', values, ['worker', 'external']));
    case 'kept':
      return any('r.kept::text', oneOf('kept', values, ['true', 'false']));
    case 'deleted':
      return any('(r.deleted_at IS NOT NULL)::text', oneOf('deleted', values, ['true', 'false']));
    case 'trainer':
      return any('r.trainer');
    case 'preset':
      return any('r.preset');
    case 'badge':
      return any('r.badge');
    case 'owner':
      return `r.owner_id IN (SELECT o.id FROM "user" o WHERE o.id::text = ANY (${where.bind(values)}) OR o.name = ANY (${where.bind(values)}))`;
    case 'tag':
      return tagTerm(where, values);
    case 'parent':
      return any('r.parent_id::text');
    case 'dataset':
      return datasetTerm(where, values);
    case 'experiment':
      return experimentTerm(where, values);
    case 'from':
      return values.map((value) => `r.created_at >= ${where.bind(moment(field, value))}::timestamptz`).join(' AND ');
    case 'to':
      return values.map((value) => `r.created_at <= ${where.bind(moment(field, value))}::timestamptz`).join(' AND ');
    default:
      throw invalid(`"${field}" cannot be filtered by; expected ${filterFields}`);
  }
}

/** Deleted runs are only found by who asks for them. */
export function addFilter(where: Conditions, filter: string | undefined): void {
  const terms = parseFilter(filter ?? '');
  if (!terms.some(({ field }) => field === 'deleted')) where.add('r.deleted_at IS NULL');
  for (const each of terms) where.add(term(where, each));
}

/** Every word must begin a word of the run's number, name, trainer, data set, notes or tags. */
export function addSearch(where: Conditions, q: string | undefined): void {
  const words = searchWords(q ?? '');
  if (words.length === 0) return;
  const query = words.map((word) => `'${word}':*`).join(' & ');
  where.add(`r.id IN (SELECT f.run_id FROM run_search f WHERE f.doc @@ ${where.bind(query)}::tsquery)`);
}
