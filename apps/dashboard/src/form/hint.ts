import { boundsOf, type Field } from './field.ts';
import { writeNumber, writeValue } from './number-text.ts';
import { sameValue } from './values.ts';

function rangeText({ schema, control, unit, expects }: Field): string | null {
  if (control === 'slider' || control === 'number') {
    const { low, high } = boundsOf(schema);
    const tail = unit === '' ? '' : ` ${unit}`;
    const above = schema.exclusiveMinimum === low && schema.minimum === undefined ? 'more than' : 'at least';
    const below = schema.exclusiveMaximum === high && schema.maximum === undefined ? 'less than' : 'at most';
    if (low !== null && high !== null && above === 'at least' && below === 'at most') {
      return `${writeNumber(low)} to ${writeNumber(high)}${tail}`;
    }
    const parts = [
      low === null ? '' : `${above} ${writeNumber(low)}`,
      high === null ? '' : `${below} ${writeNumber(high)}`,
    ];
    const text = parts.filter((part) => part !== '').join(', ');
    return text === '' ? (unit === '' ? null : unit) : `${text}${tail}`;
  }
  if (control === 'json') return `${expects}, as JSON`;
  if (control === 'list') return unit === '' ? 'values with commas' : `${unit}, with commas`;
  return unit === '' ? null : unit;
}

function shownValue(value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text =
    typeof value === 'number'
      ? writeNumber(value)
      : Array.isArray(value)
        ? value.map(String).join(', ')
        : writeValue(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What may be set and what is usual: `1 to 500 · default 100 · preset 10`. */
export function hintOf(field: Field, usual: unknown, preset: unknown, value?: unknown): string {
  const parts = [rangeText(field)];
  if (field.control !== 'json' && field.control !== 'pairs') {
    if (usual !== undefined) parts.push(`default ${shownValue(usual)}`);
    if (preset !== undefined && !sameValue(usual, preset)) parts.push(`preset ${shownValue(preset)}`);
  }
  if (value === undefined && preset === undefined && field.required) parts.push('must be given');
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

/** For the button that takes a change back. */
export function resetText(label: string, preset: unknown): string {
  return preset === undefined ? `Clear ${label}` : `Reset ${label} to ${shownValue(preset)}`;
}
