/** One parameter that a continued run may change, from the trainer's schema. */
export interface ContinueField {
  path: string;
  label: string;
  unit: string | null;
  tooltip: string | null;
  kind: 'number' | 'integer' | 'boolean' | 'choice' | 'text';
  choices: string[];
  minimum: number | null;
  maximum: number | null;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What the schema says of a dotted path. */
function propertyAt(schema: unknown, path: string): Json | null {
  let at: unknown = schema;
  for (const part of path.split('.')) {
    const properties = isObject(at) ? at.properties : null;
    at = isObject(properties) ? properties[part] : null;
  }
  return isObject(at) ? at : null;
}

/** The fields of the dialog, for the paths that the manifest allows. */
export function continueFields(paths: readonly string[], schema: unknown): ContinueField[] {
  return paths.flatMap((path) => {
    const property = propertyAt(schema, path);
    if (property === null) return [];
    const ui = isObject(property['x-ui']) ? property['x-ui'] : {};
    const choices = Array.isArray(property.enum) ? property.enum.map(String) : [];
    return [
      {
        path,
        label: text(ui.label) ?? text(property.title) ?? path,
        unit: text(ui.unit),
        tooltip: text(ui.tooltip) ?? text(property.description),
        kind: choices.length > 0 ? 'choice' : kindOf(property.type),
        choices,
        minimum: number(property.minimum),
        maximum: number(property.maximum),
      } satisfies ContinueField,
    ];
  });
}

function kindOf(type: unknown): ContinueField['kind'] {
  if (type === 'integer' || type === 'number' || type === 'boolean') return type;
  return 'text';
}

/** The value that the run had, as the dialog begins with it. */
export function valueAt(config: unknown, path: string): unknown {
  let at: unknown = config;
  for (const part of path.split('.')) at = isObject(at) ? at[part] : undefined;
  return at;
}

/** Only what differs from the run: dotted keys with values of the right kind. */
export function changedSettings(
  fields: readonly ContinueField[],
  typed: Readonly<Record<string, string | boolean>>,
  config: unknown,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const { path, kind } of fields) {
    const value = typed[path];
    if (value === undefined || value === '') continue;
    const parsed = typeof value === 'string' && (kind === 'number' || kind === 'integer') ? Number(value) : value;
    const before = valueAt(config, path);
    if (parsed !== before && String(parsed) !== String(before)) changed[path] = parsed;
  }
  return changed;
}
