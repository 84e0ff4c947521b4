import { isPlainObject } from '@trainyard/domain';
import { choicesOf, type Field, itemsOf } from '../../../form/field.ts';
import { metricChoices } from '../../prompt/batch/batch-fields.ts';

/** One way of scoring, as the configuration holds it. */
export type MetricRow = Readonly<Record<string, unknown>> & { metric: string };

/** What a metric must be told, by the key that holds it. */
export interface MetricDetail {
  key: string;
  label: string;
}

const details: Readonly<Record<string, MetricDetail>> = {
  regex: { key: 'pattern', label: 'Pattern' },
  json_schema: { key: 'schema', label: 'JSON schema' },
  expression: { key: 'expression', label: 'Expression (CEL)' },
  graded: { key: 'rubric', label: 'Rubric' },
  command: { key: 'command', label: 'Command, a word on each line' },
};
const kept = ['weight', 'floor', 'name'];

export function detailOf({ metric }: MetricRow): MetricDetail | null {
  return details[metric] ?? null;
}

/** Null where the value is no list of metrics, such as the name of a metric set. */
export function metricRows(value: unknown): MetricRow[] | null {
  if (!Array.isArray(value)) return null;
  const rows = value.flatMap((row) =>
    isPlainObject(row) && typeof row.metric === 'string' ? [{ ...row, metric: row.metric }] : [],
  );
  return rows.length === value.length ? rows : null;
}

/** The metrics that a setting takes, in words where there are some. */
export function metricNames({ schema }: Field): { value: string; label: string }[] {
  const { properties } = itemsOf(schema);
  const metric = isPlainObject(properties) && isPlainObject(properties.metric) ? properties.metric : {};
  const label = (value: string): string =>
    metricChoices.find((one) => one.value === value)?.label ?? (value === 'command' ? 'A program of yours' : value);
  return (choicesOf(metric) ?? []).flatMap((one) =>
    typeof one === 'string' ? [{ value: one, label: label(one) }] : [],
  );
}

/** Another metric has other details; weight, floor and name stay. */
export function withMetric(row: MetricRow, metric: string): MetricRow {
  return { ...Object.fromEntries(Object.entries(row).filter(([key]) => kept.includes(key))), metric };
}

/** Nothing given is no key at all. */
export function withKey(row: MetricRow, key: string, value: unknown): MetricRow {
  const { [key]: _, ...rest } = row;
  return { ...rest, metric: row.metric, ...(value === undefined ? {} : { [key]: value }) };
}

/** What a row says that has no place in it, such as `idf`; told, so that it is not forgotten. */
export function furtherKeys(row: MetricRow): string[] {
  const shown = ['metric', 'weight', 'floor', detailOf(row)?.key];
  return Object.keys(row).filter((key) => !shown.includes(key));
}

export function readDetail(key: string, text: string): unknown {
  if (text === '') return undefined;
  if (key === 'command') return text.split('\n');
  if (key !== 'schema') return text;
  try {
    const schema: unknown = JSON.parse(text);
    return schema;
  } catch {
    return text; // still being typed; the check says what is expected
  }
}

export function writeDetail(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(String).join('\n');
  return JSON.stringify(value, null, 2);
}
