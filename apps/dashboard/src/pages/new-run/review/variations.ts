import { type ParameterSchema, parseSet, schemaAt } from '@trainyard/domain';
import { writeValue } from '../../../form/number-text.ts';
import type { Draft, Variation } from '../draft/draft.ts';

export const mostVariations = 99;

/** `1-5, 8` → 1 2 3 4 5 8; null where it is no list of whole numbers. */
export function readSeeds(text: string): number[] | null {
  const seeds: number[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [, first, last = first] = /^(\d{1,10})(?:\s*-\s*(\d{1,10}))?$/.exec(part) ?? [];
    if (first === undefined || last === undefined) return null;
    const [low, high] = [Number(first), Number(last)];
    if (high < low || high - low > mostVariations || high > 2 ** 31 - 1) return null;
    for (let seed = low; seed <= high; seed += 1) if (!seeds.includes(seed)) seeds.push(seed);
  }
  return seeds.length === 0 || seeds.length > mostVariations ? null : seeds;
}

/** Commas part values, but not inside a list: `[3, 5], [7]` are two. */
export function splitValues(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth += 1;
    if (sign === ']' || sign === '}') depth -= 1;
    if (sign === ',' && depth <= 0) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}

/** One variation for each value, typed by the schema as the command line does it. */
export function valueVariations(schema: ParameterSchema, path: string, text: string): Omit<Variation, 'id'>[] {
  return splitValues(text).map((value) => ({ changes: { [path]: parseSet(schema, `${path}=${value}`).value } }));
}

/** What a variation does otherwise: `seed 3`, `epochs 20`. */
export function variationName(variation: Variation, schema: ParameterSchema): string {
  const parts: string[] = [];
  if (variation.preset !== undefined) parts.push(`preset ${variation.preset}`);
  if (variation.dataset !== undefined) parts.push(`on ${variation.dataset}`);
  if (variation.seed !== undefined) parts.push(`seed ${variation.seed}`);
  for (const [path, value] of Object.entries(variation.changes ?? {})) {
    const known = schemaAt(schema, path) === null ? `${path} (unknown)` : path;
    parts.push(`${known} ${writeValue(value)}`);
  }
  return parts.join(', ');
}

const sameVariation = (a: Omit<Variation, 'id'>, b: Omit<Variation, 'id'>): boolean =>
  JSON.stringify([a.preset, a.dataset, a.seed, a.changes]) === JSON.stringify([b.preset, b.dataset, b.seed, b.changes]);

/** With more variations; none twice, and never more than an experiment holds. */
export function withVariations(draft: Draft, added: readonly Omit<Variation, 'id'>[], newId: () => string): Draft {
  const all = [...draft.variations];
  for (const one of added) {
    if (all.length < mostVariations && !all.some((other) => sameVariation(other, one)))
      all.push({ ...one, id: newId() });
  }
  return { ...draft, variations: all };
}
