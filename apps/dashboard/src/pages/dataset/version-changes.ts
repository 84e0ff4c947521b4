import type { DatasetVersion } from '@trainyard/contracts';
import { count } from '../../format/number.ts';

type Compared = Pick<
  DatasetVersion,
  'digest' | 'kind' | 'samples' | 'classes' | 'rates_hz' | 'channels' | 'conditions' | 'units'
>;

const more = (n: number, one: string, many = `${one}s`): string[] =>
  n === 0 ? [] : [`${n > 0 ? '+' : '−'}${count(Math.abs(n), one, many)}`];

function named(what: string, before: readonly string[], after: readonly string[]): string[] {
  const came = after.filter((name) => !before.includes(name));
  const went = before.filter((name) => !after.includes(name));
  return [
    ...(came.length === 0 ? [] : [`new ${what}: ${came.join(', ')}`]),
    ...(went.length === 0 ? [] : [`${what} gone: ${went.join(', ')}`]),
  ];
}

/** What a version has that the one before had not, and the other way round. */
export function changesOf(before: Compared, after: Compared): string[] {
  if (before.digest === after.digest) return ['the same content'];
  const found = [
    ...(before.kind === after.kind ? [] : [`${before.kind} became ${after.kind}`]),
    ...more(after.samples - before.samples, 'sample'),
    ...named(
      'classes',
      before.classes.map(({ label }) => label),
      after.classes.map(({ label }) => label),
    ),
    ...named('rates', before.rates_hz.map(String), after.rates_hz.map(String)),
    ...named('channels', before.channels, after.channels),
    ...named('conditions', before.conditions, after.conditions),
    ...named(
      'unit columns',
      before.units.map(({ column }) => column),
      after.units.map(({ column }) => column),
    ),
  ];
  return found.length === 0 ? ['other content, same shape'] : found;
}
