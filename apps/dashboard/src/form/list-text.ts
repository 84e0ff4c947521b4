import { isPlainObject, type ParameterSchema } from '@trainyard/domain';
import { choicesOf, itemsOf, typesIn } from './field.ts';
import { readNumber, writeNumber } from './number-text.ts';

/** One entry as its schema means it; what does not fit stays text, and the check says so. */
function readItem(schema: ParameterSchema, text: string): unknown {
  const plain = text.trim();
  const choice = choicesOf(schema)?.find((one) => String(one) === plain);
  if (choice !== undefined) return choice;
  const types = typesIn(schema);
  if (types.includes('boolean') && (plain === 'true' || plain === 'false')) return plain === 'true';
  if (types.length === 0 || types.includes('integer') || types.includes('number')) return readNumber(plain);
  return plain;
}

/** `11, 7, 5` as a list. Text with commas in it is written as JSON: ["a, b", "c"]. */
export function readList(schema: ParameterSchema, text: string): unknown {
  const plain = text.trim();
  if (plain === '') return [];
  if (plain.startsWith('[')) {
    try {
      const value: unknown = JSON.parse(plain);
      return value;
    } catch {
      return plain; // still being typed
    }
  }
  return plain
    .replace(/,\s*$/, '')
    .split(',')
    .map((part) => readItem(itemsOf(schema), part));
}

export function writeList(value: unknown): string {
  if (!Array.isArray(value)) return writeNumber(value);
  const plain = value.every(
    (item) => typeof item === 'number' || typeof item === 'boolean' || (typeof item === 'string' && isBare(item)),
  );
  return plain
    ? value.map((item) => (typeof item === 'string' ? item : writeNumber(item))).join(', ')
    : JSON.stringify(value);
}

function isBare(text: string): boolean {
  return text !== '' && !text.includes(',') && text.trim() === text && !text.startsWith('[');
}

export type Pair = readonly [key: string, value: string];

export function readPairs(value: unknown): Pair[] {
  if (!isPlainObject(value)) return [];
  return Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' ? inner : writeNumber(inner)]);
}

/** Rows without a name are still being written and are no part of the value. */
export function writePairs(schema: ParameterSchema, pairs: readonly Pair[]): Record<string, unknown> {
  const values = isPlainObject(schema.additionalProperties) ? schema.additionalProperties : {};
  const entries = pairs.filter(([key]) => key.trim() !== '');
  return Object.fromEntries(entries.map(([key, text]) => [key.trim(), readItem(values, text)]));
}
