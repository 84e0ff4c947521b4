import type { Field } from '../../../form/field.ts';
import { writeValue } from '../../../form/number-text.ts';
import type { Values } from '../../../form/values.ts';

export interface OriginRow {
  path: string;
  label: string;
  value: string;
  /** What it would be without the change; null where it was not changed. */
  instead: string | null;
  origin: 'default' | 'preset' | 'changed';
}

/** A label that says where it belongs. */
export function fullLabel(label: string, section: string | null): string {
  return section === null || label.startsWith(section) ? label : `${section}: ${label}`;
}

/** Every value that the run gets, and where it came from. */
export function originRows(input: {
  fields: readonly Field[];
  values: Values;
  base: Values;
  changes: Values;
  origin: Readonly<Record<string, string>>;
}): OriginRow[] {
  const { fields, values, base, changes, origin } = input;
  return fields.map(({ path, label, section, unit }) => {
    const changed = Object.hasOwn(changes, path);
    const written = writeValue(values[path]);
    return {
      path,
      label: fullLabel(label, section),
      value: unit === '' || written === '' ? written : `${written} ${unit}`,
      instead: changed ? writeValue(base[path]) : null,
      origin: changed ? 'changed' : origin[path] === 'preset' ? 'preset' : 'default',
    };
  });
}
