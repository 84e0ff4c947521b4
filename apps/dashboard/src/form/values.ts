import { isPlainObject, type ParameterSchema, propertiesOf, schemaAt } from '@trainyard/domain';

/** Values by dotted key. */
export type Values = Readonly<Record<string, unknown>>;

export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** The leaves of a configuration, dotted. An object is opened only where the schema names its keys. */
export function leavesOf(schema: ParameterSchema, config: Record<string, unknown>): Values {
  const leaves: [string, unknown][] = [];
  const visit = (value: unknown, path: string): void => {
    if (isPlainObject(value) && propertiesOf(path === '' ? schema : schemaAt(schema, path)) !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`);
    } else leaves.push([path, value]);
  };
  visit(config, '');
  return Object.fromEntries(leaves.filter(([path]) => path !== ''));
}

/** `changes` with one more; a value that is the base's own again is no change. */
export function withChange(changes: Values, base: Values, path: string, value: unknown): Values {
  const { [path]: _old, ...rest } = changes;
  const isBase = Object.hasOwn(base, path) && sameValue(base[path], value);
  return isBase || value === undefined ? rest : { ...rest, [path]: value };
}

export function withoutChange(changes: Values, path: string): Values {
  const { [path]: _old, ...rest } = changes;
  return rest;
}

/** What of `values` differs from `base`. */
export function differences(values: Values, base: Values): Values {
  const differing = Object.entries(values).filter(
    ([path, value]) => !Object.hasOwn(base, path) || !sameValue(base[path], value),
  );
  return Object.fromEntries(differing);
}

/** A nested object of dotted values, as presets and files are written. */
export function nested(values: Values): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let at = root;
    for (const key of keys) {
      const next = Object.hasOwn(at, key) ? at[key] : undefined;
      if (isPlainObject(next)) at = next;
      else {
        const made: Record<string, unknown> = {};
        Object.defineProperty(at, key, { value: made, enumerable: true, writable: true, configurable: true });
        at = made;
      }
    }
    Object.defineProperty(at, last, { value, enumerable: true, writable: true, configurable: true });
  }
  return root;
}
