import { format, type Schema, Validator } from '@cfworker/json-schema';
import { compilePattern, PatternError } from './pattern/index.ts';

export class AnswerSchemaError extends Error {}

/** Keywords whose value holds names, not schemas, one level down. */
const named = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose value is data. */
const data = new Set(['const', 'enum', 'default', 'examples', 'example']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The validator would hand a `pattern` to the platform's engine, which a hostile answer can hang. Each becomes a format of
 * its own name that is matched in bounded time; what cannot be bounded is refused when the metric is made.
 */
function bound(schema: unknown, steps: Steps): unknown {
  if (Array.isArray(schema)) return schema.map((one) => bound(one, steps));
  if (!isObject(schema)) return schema;
  if (schema.patternProperties !== undefined) {
    throw new AnswerSchemaError(
      'The schema uses patternProperties, which answers are not checked by; list the properties',
    );
  }
  if (schema.pattern !== undefined && typeof schema.pattern !== 'string') {
    throw new AnswerSchemaError('A pattern in the schema is not a text');
  }
  if (schema.format === 'url') {
    throw new AnswerSchemaError('The schema uses the format "url", which cannot be checked in bounded time; use "uri"');
  }
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'pattern') continue;
    if (data.has(key)) result[key] = value;
    else if (named.has(key) && isObject(value)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bound(inner, steps)]));
    } else result[key] = bound(value, steps);
  }
  if (typeof schema.pattern === 'string') {
    const rule = { format: formatOf(schema.pattern) };
    result.allOf = [...(Array.isArray(result.allOf) ? result.allOf : []), rule];
  }
  return counted(result, steps);
}

interface Steps {
  taken: number;
}
const mostSteps = 200_000;

/**
 * References may double the work at each level. The validator reads `type` whenever it comes to a schema: there the steps are
 * counted, and too many are the end of it.
 */
function counted(schema: Record<string, unknown>, steps: Steps): Record<string, unknown> {
  const { type } = schema;
  const get = (): unknown => {
    steps.taken += 1;
    if (steps.taken > mostSteps) throw new AnswerSchemaError(`A check by it takes more than ${mostSteps} steps`);
    return type;
  };
  return Object.defineProperty(schema, 'type', { get, enumerable: type !== undefined });
}

const prefix = 'bounded pattern ';

function formatOf(source: string): string {
  const name = prefix + source;
  if (!Object.hasOwn(format, name)) {
    const pattern = compiled(source);
    format[name] = (text: string) => pattern.test(text);
  }
  return name;
}

function compiled(source: string) {
  try {
    return compilePattern(source);
  } catch (error) {
    if (error instanceof PatternError) throw new AnswerSchemaError(`The schema has a pattern: ${error.message}`);
    throw error;
  }
}

/** Null where the value fits, else one line that says where it does not. */
export type SchemaCheck = (value: unknown) => string | null;

/** JSON Schema 2020-12 for the answers of a model. */
export function compileAnswerSchema(schema: unknown): SchemaCheck {
  if (!isObject(schema)) throw new AnswerSchemaError('A schema for answers is a JSON object');
  const steps: Steps = { taken: 0 };
  const bounded = bound(schema, steps) as Schema;
  const validator = new Validator(bounded, '2020-12', false);
  const check = (value: unknown): string | null => {
    steps.taken = 0;
    const { valid, errors } = validator.validate(value);
    if (valid) return null;
    // The last of the deepest errors: those before it only say that something within them failed.
    const deepest = errors.reduce((a, b) => (depthOf(b.instanceLocation) >= depthOf(a.instanceLocation) ? b : a));
    const where = deepest.instanceLocation.replace(/^#/, '') || '/';
    const problem = deepest.error.replace(`format "${prefix}`, 'pattern "');
    return `At ${where}: ${problem}`.slice(0, 300);
  };
  try {
    check(null);
  } catch (error) {
    throw new AnswerSchemaError(`The schema cannot be used: ${error instanceof Error ? error.message : error}`);
  }
  return check;
}

function depthOf(location: string): number {
  return location.split('/').length;
}
