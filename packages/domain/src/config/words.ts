import { isPlainObject, labelOf, typesOf, unitOf } from './schema.ts';
import type { ParameterSchema } from './types.ts';

/** A value as a person would write it, never longer than a line. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function plain(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : shown(value);
}

const typeWords: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'text',
  array: 'a list',
  object: 'a group of settings',
  null: 'empty (null)',
};

function isPowerOfTwo(value: unknown): boolean {
  return typeof value === 'number' && value >= 1 && Number.isInteger(Math.log2(value));
}

/** `from 1 to 500`, `at least 0 and less than 1`, `more than 0`; null where there is no bound. */
function rangeWords(schema: ParameterSchema): string | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof minimum === 'number' && typeof maximum === 'number') return `from ${minimum} to ${maximum}`;
  const low =
    typeof minimum === 'number'
      ? `at least ${minimum}`
      : typeof exclusiveMinimum === 'number'
        ? `more than ${exclusiveMinimum}`
        : null;
  const high =
    typeof maximum === 'number'
      ? `at most ${maximum}`
      : typeof exclusiveMaximum === 'number'
        ? `less than ${exclusiveMaximum}`
        : null;
  return low !== null && high !== null ? `${low} and ${high}` : (low ?? high);
}

/** What a parameter expects, in words: also shown beside it by `trainer show`. */
export function expectation(schema: ParameterSchema): string {
  if (Array.isArray(schema.enum)) {
    const choices = schema.enum.map(plain).join(', ');
    const powers = schema.enum.length > 2 && schema.enum.every(isPowerOfTwo);
    return powers ? `a power of 2 (${choices})` : `one of ${choices}`;
  }
  const types = typesOf(schema);
  const range = rangeWords(schema);
  const words = types.map((type) => typeWords[type] ?? type);
  if (range === null) return words.length === 0 ? 'any value' : words.join(' or ');
  const whole = types.includes('integer') ? 'a whole number ' : types.includes('number') ? 'a number ' : '';
  return `${whole}${range}${unitOf(schema)}${orNull(schema)}`;
}

function orNull(schema: ParameterSchema): string {
  return typesOf(schema).includes('null') ? ' or empty (null)' : '';
}

function count(n: unknown, one: string, many: string): string {
  return `${plain(n)} ${n === 1 ? one : many}`;
}

/** One failed keyword of JSON Schema in our words. */
export function failureWords(failure: {
  keyword: string;
  schema: ParameterSchema;
  label: string;
  value: unknown;
  detail: string;
}): string {
  const { keyword, schema, label, value } = failure;
  const got = `, got ${shown(value)}`;
  switch (keyword) {
    case 'type':
      return `${label} must be ${expectation(schema)}${got}`;
    case 'enum':
      return `${label} must be ${expectation(schema)}${got}`;
    case 'const':
      return `${label} must be ${shown(schema.const)}${got}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${label} must be ${rangeWords(schema) ?? 'within its bounds'}${unitOf(schema)}${orNull(schema)}${got}`;
    case 'multipleOf':
      return `${label} must be a multiple of ${plain(schema.multipleOf)}${got}`;
    case 'minLength':
      return `${label} must have at least ${count(schema.minLength, 'character', 'characters')}${got}`;
    case 'maxLength':
      return `${label} must have at most ${count(schema.maxLength, 'character', 'characters')}${got}`;
    case 'pattern':
      return `${label} must look like ${plain(schema.pattern)}${got}`;
    case 'format':
      return `${label} must be a valid ${plain(schema.format)}${got}`;
    case 'minItems':
      return `${label} must have at least ${count(schema.minItems, 'entry', 'entries')}${got}`;
    case 'maxItems':
      return `${label} must have at most ${count(schema.maxItems, 'entry', 'entries')}${got}`;
    case 'uniqueItems':
      return `${label} must not repeat an entry${got}`;
    case 'anyOf':
    case 'oneOf': {
      const forms = Array.isArray(schema[keyword]) ? schema[keyword].filter(isPlainObject).map(expectation) : [];
      return `${label} must be ${forms.length > 0 ? forms.join(', or ') : 'one of several forms'}${got}`;
    }
    default:
      return `${label} is not as expected (${keyword}: ${failure.detail})${got}`;
  }
}

/** `Layers, entry 2` for `layers/1`. */
export function labelAt(schema: ParameterSchema | null, path: string, entry: number | null): string {
  const label = labelOf(schema, path);
  return entry === null ? label : `${label}, entry ${entry + 1},`;
}
