import { parameterUi } from '@trainyard/contracts';
import type { ConfigObject, ParameterSchema } from './types.ts';

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The named parameters of an object schema, or null where any key is allowed or it is no object. */
export function propertiesOf(schema: ParameterSchema | null): Record<string, ParameterSchema> | null {
  const properties = schema?.properties;
  if (!isPlainObject(properties)) return null;
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, ParameterSchema] => isPlainObject(entry[1])),
  );
}

export function isOpen(schema: ParameterSchema): boolean {
  return schema.additionalProperties === true || isPlainObject(schema.additionalProperties);
}

export function typesOf(schema: ParameterSchema | null): string[] {
  const type = schema?.type;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((one): one is string => typeof one === 'string') : [];
}

/** The schema of a dotted key, or null where the schema does not name it. */
export function schemaAt(schema: ParameterSchema, path: string): ParameterSchema | null {
  let at: ParameterSchema | null = schema;
  for (const key of path === '' ? [] : path.split('.')) {
    const properties = propertiesOf(at);
    at = properties !== null && Object.hasOwn(properties, key) ? (properties[key] ?? null) : null;
    if (at === null) return null;
  }
  return at;
}

/** Every dotted key that can be set, in the order of the manifest. */
export function leafPaths(schema: ParameterSchema, prefix = ''): string[] {
  return Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, child]) => {
    const path = prefix + key;
    return propertiesOf(child) === null ? [path] : leafPaths(child, `${path}.`);
  });
}

/** `batch_size` → `Batch size`, unless the manifest has a label or title. */
export function labelOf(schema: ParameterSchema | null, path: string): string {
  const ui = parameterUi.partial().safeParse(schema?.['x-ui'] ?? {});
  if (ui.success && ui.data.label !== undefined) return ui.data.label;
  if (typeof schema?.title === 'string') return schema.title;
  const words = (path.split('.').at(-1) ?? path).replaceAll('_', ' ').trim();
  return words === '' ? 'The configuration' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The unit as it follows a number: ` s`, or nothing. */
export function unitOf(schema: ParameterSchema | null): string {
  const ui = parameterUi.partial().safeParse(schema?.['x-ui'] ?? {});
  return ui.success && ui.data.unit !== undefined && ui.data.unit !== '' ? ` ${ui.data.unit}` : '';
}

/** The configuration that defaults alone give; keys without a default are absent. */
export function defaultsOf(schema: ParameterSchema): ConfigObject {
  const entries: [string, unknown][] = [];
  for (const [key, child] of Object.entries(propertiesOf(schema) ?? {})) {
    const nested = propertiesOf(child) === null ? null : defaultsOf(child);
    if (isPlainObject(child.default) && nested !== null) entries.push([key, { ...nested, ...child.default }]);
    else if (Object.hasOwn(child, 'default')) entries.push([key, structuredClone(child.default)]);
    else if (nested !== null && Object.keys(nested).length > 0) entries.push([key, nested]);
  }
  return Object.fromEntries(entries);
}
