import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { Issue } from '@trainyard/contracts';
import { nearestName } from './nearest.ts';
import { isOpen, isPlainObject, labelOf, leafPaths, propertiesOf, schemaAt } from './schema.ts';
import type { ConfigObject, ParameterSchema } from './types.ts';
import { failureWords, labelAt, shown } from './words.ts';

/** Keywords that only say that something below them failed, or that we answer ourselves. */
const carriers = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'contains',
  'allOf',
  'if',
  'then',
  'else',
  'not',
  'false',
  '$ref',
  'required',
  'dependentSchemas',
  'propertyNames',
]);
/** Where a value fails several keywords, the first of these says it. */
const weight = ['type', 'enum', 'const', 'anyOf', 'oneOf'];

function pointer(location: string): string[] {
  return location
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function dig(root: unknown, keys: readonly string[]): unknown {
  let at = root;
  for (const key of keys) {
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isPlainObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

/** `layers/1` → path `layers[1]`, the schema of `layers`, entry 1. */
function place(schema: ParameterSchema, keys: readonly string[]) {
  const firstIndex = keys.findIndex((_key, i) => i > 0 && schemaAt(schema, keys.slice(0, i + 1).join('.')) === null);
  const named = firstIndex === -1 ? keys : keys.slice(0, firstIndex);
  const rest = firstIndex === -1 ? [] : keys.slice(firstIndex);
  const base = named.join('.');
  const path = base + rest.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  const entry = rest.length > 0 && /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : null;
  return { path, label: labelAt(schemaAt(schema, base), base, entry) };
}

function failures(schema: ParameterSchema, config: ConfigObject, units: readonly OutputUnit[]): Issue[] {
  const byPath = new Map<string, { rank: number; message: string }>();
  for (const unit of units) {
    if (carriers.has(unit.keyword)) continue;
    const where = pointer(unit.keywordLocation);
    // What fails inside a choice is one of several forms; the choice itself says them all.
    if (where.slice(0, -1).some((key) => key === 'anyOf' || key === 'oneOf' || key === 'not')) continue;
    const part = dig(schema, where.slice(0, -1));
    const keys = pointer(unit.instanceLocation);
    const { path, label } = place(schema, keys);
    const rank = weight.includes(unit.keyword) ? weight.indexOf(unit.keyword) : weight.length;
    const known = byPath.get(path);
    if (known !== undefined && known.rank <= rank) continue;
    const value = dig(config, keys);
    const message = failureWords({
      keyword: unit.keyword,
      schema: isPlainObject(part) ? part : {},
      label,
      value,
      detail: unit.error,
    });
    byPath.set(path, { rank, message });
  }
  return [...byPath].map(([path, { message }]) => ({ path, message }));
}

function unknownKeys(schema: ParameterSchema, config: ConfigObject): Issue[] {
  const all = leafPaths(schema);
  const issues: Issue[] = [];
  const visit = (value: ConfigObject, at: ParameterSchema, prefix: string): void => {
    const properties = propertiesOf(at);
    if (properties === null) return;
    for (const [key, child] of Object.entries(value)) {
      const path = prefix + key;
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (known !== undefined) {
        if (isPlainObject(child)) visit(child, known, `${path}.`);
      } else if (!isOpen(at)) {
        const near = nearestName(key, Object.keys(properties));
        const guess = near === null ? nearestName(path, all) : prefix + near;
        const ending = guess === null ? '' : `. Did you mean "${guess}"?`;
        issues.push({ path, message: `Unknown setting "${path}"${ending}` });
      }
    }
  };
  visit(config, schema, '');
  return issues;
}

function missingKeys(schema: ParameterSchema, config: ConfigObject): Issue[] {
  const issues: Issue[] = [];
  const visit = (value: ConfigObject, at: ParameterSchema, prefix: string): void => {
    const required = Array.isArray(at.required) ? at.required : [];
    for (const key of required) {
      if (typeof key !== 'string' || Object.hasOwn(value, key)) continue;
      const path = prefix + key;
      issues.push({ path, message: `${labelOf(schemaAt(schema, path), path)} is missing: "${path}" has no default` });
    }
    for (const [key, child] of Object.entries(propertiesOf(at) ?? {})) {
      const inner = Object.hasOwn(value, key) ? value[key] : undefined;
      if (isPlainObject(inner)) visit(inner, child, `${prefix}${key}.`);
    }
  };
  visit(config, schema, '');
  return issues;
}

/** What YAML can say and neither JSON nor a trainer can take. */
function impossibleNumbers(schema: ParameterSchema, config: ConfigObject): Issue[] {
  const issues: Issue[] = [];
  const visit = (value: unknown, keys: readonly string[]): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, [...keys, String(i)]);
    } else if (isPlainObject(value)) {
      for (const [key, item] of Object.entries(value)) visit(item, [...keys, key]);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      const { path, label } = place(schema, keys);
      issues.push({ path, message: `${label} must be a finite number, got ${String(value)}` });
    } else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const { path, label } = place(schema, keys);
      issues.push({ path, message: `${label} must be at most ${Number.MAX_SAFE_INTEGER}, got ${shown(value)}` });
    }
  };
  visit(config, []);
  return issues;
}

function validatorOf(schema: ParameterSchema): Validator {
  // The manifest's own check has made sure that it is a schema; the library's type says less than the standard.
  const typed: Schema = { ...schema };
  return new Validator(typed, '2020-12', false);
}

/** Everything that JSON Schema finds, in our words, one sentence a key. */
export function schemaIssues(schema: ParameterSchema, config: ConfigObject): Issue[] {
  const impossible = impossibleNumbers(schema, config);
  const found = [
    ...unknownKeys(schema, config),
    ...missingKeys(schema, config),
    ...impossible,
    ...failures(schema, config, validatorOf(schema).validate(config).errors),
  ];
  const seen = new Set<string>();
  return found.filter(({ path }) => !seen.has(path) && seen.add(path));
}
