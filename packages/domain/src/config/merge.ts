import { TrainyardError } from '@trainyard/contracts';
import { defaultsOf, isPlainObject, propertiesOf, schemaAt, typesOf } from './schema.ts';
import type { ConfigLayers, ConfigObject, MergedConfig, Origin, ParameterSchema } from './types.ts';

/** Leaves by dotted key. An object is opened only where the schema names its keys: elsewhere it is one value. */
function flatten(schema: ParameterSchema, layer: ConfigObject): [string, unknown][] {
  const leaves: [string, unknown][] = [];
  const visit = (value: unknown, path: string): void => {
    const at = schemaAt(schema, path);
    if (isPlainObject(value) && propertiesOf(at) !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`);
    } else {
      leaves.push([path, value]);
    }
  };
  visit(layer, '');
  return leaves.filter(([path]) => path !== '');
}

function setAt(config: ConfigObject, path: string, value: unknown): void {
  const keys = path.split('.');
  let at = config;
  for (const [i, key] of keys.entries()) {
    if (i === keys.length - 1) {
      // Not an assignment: a key named __proto__ is a wrong key like any other.
      Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true });
      return;
    }
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (isPlainObject(next)) at = next;
    else {
      const made: ConfigObject = {};
      Object.defineProperty(at, key, { value: made, enumerable: true, configurable: true, writable: true });
      at = made;
    }
  }
}

/** Defaults ← preset ← file ← set. Unknown keys are kept, so that the check can name them. */
export function mergeConfig(layers: ConfigLayers): MergedConfig {
  const leaves = new Map<string, { value: unknown; origin: Origin }>();
  const put = (origin: Origin, layer: ConfigObject): void => {
    for (const [path, value] of flatten(layers.schema, layer)) {
      for (const other of leaves.keys()) {
        if (other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) leaves.delete(other);
      }
      leaves.set(path, { value, origin });
    }
  };
  put('default', defaultsOf(layers.schema));
  put('preset', layers.preset ?? {});
  put('file', layers.file ?? {});
  put('set', layers.set ?? {});
  const config: ConfigObject = {};
  for (const [path, leaf] of leaves) setAt(config, path, structuredClone(leaf.value));
  return { config, origin: Object.fromEntries([...leaves].map(([path, leaf]) => [path, leaf.origin])) };
}

/** A JSON value, or the text itself where it is none. */
function loose(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text; // what is no JSON is meant as text
  }
}

const truths: Record<string, boolean> = { true: true, yes: true, on: true, false: false, no: false, off: false };

/** Of `oneOf` or `anyOf` the alternative that the text is meant for: a list looks like one, all else is text where text may be. */
function alternativeFor(schema: ParameterSchema | null, text: string): ParameterSchema | null {
  const given = schema?.oneOf ?? schema?.anyOf;
  const alternatives = Array.isArray(given) ? given.filter(isPlainObject) : [];
  const wanted = text.trim().startsWith('[') ? 'array' : 'string';
  return alternatives.find((one) => typesOf(one).includes(wanted)) ?? null;
}

function typed(schema: ParameterSchema | null, text: string): unknown {
  const types = typesOf(schema);
  if (types.length === 0) {
    const alternative = alternativeFor(schema, text);
    if (alternative !== null) return typed(alternative, text);
    const choices = Array.isArray(schema?.enum) ? schema.enum : [];
    const chosen = choices.find((choice) => String(choice) === text);
    return chosen === undefined ? loose(text) : chosen;
  }
  for (const type of types) {
    if (type === 'null' && (text === 'null' || (text === '' && !types.includes('string')))) return null;
    if ((type === 'integer' || type === 'number') && text.trim() !== '') {
      const number = Number(text);
      if (Number.isFinite(number)) return number;
    }
    if (type === 'boolean' && Object.hasOwn(truths, text.toLowerCase())) return truths[text.toLowerCase()];
    if (type === 'array') {
      const list = text.trim().startsWith('[') ? loose(text) : null;
      if (Array.isArray(list)) return list;
      const items = isPlainObject(schema?.items) ? schema.items : null;
      if (typesOf(items).includes('object')) {
        const one = loose(text); // text is kept: it may be the name of a metric set
        return isPlainObject(one) ? [one] : text;
      }
      return text.trim() === '' ? [] : text.split(',').map((item) => typed(items, item.trim()));
    }
    if (type === 'object' && text.trim().startsWith('{')) return loose(text);
  }
  // Text that fits no other type is kept: the check says in words what was expected.
  return text;
}

/** `a.b=1`, typed by the schema. */
export function parseSet(schema: ParameterSchema, assignment: string): { path: string; value: unknown } {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).trim();
  if (at < 1 || path === '') {
    const first = `"${assignment}" is no setting; expected key=value, for instance epochs=20`;
    throw new TrainyardError(
      'config-invalid',
      { count: '1 problem', first, trainer: '<trainer>' },
      { issues: [{ path: '', message: first }] },
    );
  }
  return { path, value: typed(schemaAt(schema, path), assignment.slice(at + 1)) };
}
