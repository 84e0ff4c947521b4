import { isPlainObject } from './schema.ts';
import type { ConfigObject, ParameterSchema } from './types.ts';

function joined(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

function pathsIn(schema: ParameterSchema, value: unknown, path: string): string[] {
  if (value === undefined) return [];
  if (schema['x-admin-only'] === true) return [path];
  if (Array.isArray(value)) {
    const items = isPlainObject(schema.items) ? schema.items : {};
    return value.flatMap((item, i) => pathsIn(items, item, joined(path, i)));
  }
  if (!isPlainObject(value) || !isPlainObject(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([key, child]) =>
    isPlainObject(child) && Object.hasOwn(value, key) ? pathsIn(child, value[key], joined(path, key)) : [],
  );
}

/** Settings with a value that a manifest keeps for administrators (`x-admin-only`), such as a program that is to be run. */
export function adminSettings(schema: ParameterSchema, config: ConfigObject): string[] {
  return pathsIn(schema, config, '');
}
