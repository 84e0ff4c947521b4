import { boundsOf, choicesOf, formsOf, itemsOf, typesIn } from '../../form/field.ts';

type Schema = Parameters<typeof typesIn>[0];

const words: Record<string, string> = {
  integer: 'whole number',
  number: 'number',
  string: 'text',
  boolean: 'on or off',
  array: 'list',
  object: 'object',
  null: 'nothing',
};

export function typeWords(schema: Schema): string {
  if (choicesOf(schema) !== null) return 'choice';
  const types = typesIn(schema);
  if (types.length === 0) return formsOf(schema).length > 0 ? 'one of several' : 'anything';
  return types.map((type) => words[type] ?? type).join(' or ');
}

/** A value as it is written in a configuration. */
export function valueWords(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueWords).join(', ');
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** What is allowed: choices, ends of a range, lengths. */
export function rangeWords(schema: Schema): string {
  const choices = choicesOf(schema);
  if (choices !== null) return choices.map(valueWords).join(', ');
  const types = typesIn(schema);
  if (types.includes('array')) {
    const items = rangeWords(itemsOf(schema));
    const lengths = ends(schema.minItems, schema.maxItems, ' entries');
    return [lengths, items === '' ? '' : `each ${items}`].filter((one) => one !== '').join(', ');
  }
  if (types.includes('string')) return ends(schema.minLength, schema.maxLength, ' characters');
  return numberRange(schema);
}

/** Ends that do not belong to the range are told as such. */
function numberRange(schema: Schema): string {
  const { exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const { low, high } = boundsOf(schema);
  if (typeof above !== 'number' && typeof below !== 'number') return ends(low, high, '');
  const words = [
    typeof above === 'number' ? `more than ${above}` : low === null ? '' : `at least ${low}`,
    typeof below === 'number' ? `less than ${below}` : high === null ? '' : `at most ${high}`,
  ];
  return words.filter((one) => one !== '').join(', ');
}

function ends(low: unknown, high: unknown, unit: string): string {
  const figure = (value: unknown): string | null => (typeof value === 'number' ? String(value) : null);
  const [from, to] = [figure(low), figure(high)];
  if (from !== null && to !== null) return `${from} to ${to}${unit}`;
  if (from !== null) return `at least ${from}${unit}`;
  return to === null ? '' : `at most ${to}${unit}`;
}

/** The value that a dotted key has in a nested configuration, or in one whose keys are dotted. */
export function valueAt(config: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(config, path)) return config[path];
  let at: unknown = config;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
