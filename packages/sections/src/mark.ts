import type { SectionOf } from '@trainyard/contracts';
import { oneLine } from './label.ts';
import { num } from './number.ts';
import type { Mark } from './view.ts';

/** As a chart takes them; one without a place is not drawn. */
export function marksOf(marks: SectionOf<'curves'>['data']['marks']): Mark[] {
  return (marks ?? [])
    .map(({ x, label }) => ({ x: num(x), label: oneLine(label) }))
    .filter(({ x }) => Number.isFinite(x));
}
