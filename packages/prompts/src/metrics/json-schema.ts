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
function boundPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(boundPatterns);
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
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, boundPatterns(inner)]));
    } else result[key] = boundPatterns(value);
  }
  if (typeof schema.pattern === 'string') {
    const rule = { format: formatOf(schema.pattern) };
    result.allOf = [...(Array.isArray(result.allOf) ? result.allOf : []), rule];
  }
  return result;
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
  const bounded: Schema = Object.assign({}, boundPatterns(schema));
  const validator = new Validator(bounded, '2020-12', false);
  const check = (value: unknown): string | null => {
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
