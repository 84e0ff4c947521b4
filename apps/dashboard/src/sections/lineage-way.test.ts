import { palettes, viewOf } from '@trainyard/sections';
import { samples } from '@trainyard/sections/samples';
import { expect, it } from 'vitest';
import { shownFirst, textsOf, wayTo } from './lineage-way.ts';

function versionsOf(id: string) {
  const sample = samples.find((one) => one.id === id);
  if (sample === undefined) throw new Error(`there is no sample ${id}`);
  return viewOf(sample.section, { palette: palettes.light }).versions ?? [];
}

it('the delivered version is shown first, with the way that led to it', () => {
  const versions = versionsOf('lineage');
  const first = shownFirst(versions);
  expect(first?.id).toBe('v4');
  if (first !== undefined) expect(wayTo(versions, first).map(({ id }) => id)).toEqual(['v1', 'v2', 'v4']);
  expect(shownFirst([])).toBeUndefined();
});

it('the way ends where versions are their own ancestors', () => {
  const versions = versionsOf('hostile-lineage');
  const [last] = versions;
  if (last !== undefined) expect(wayTo(versions, last)).toHaveLength(versions.length);
});

it('texts to compare are made of the parts, examples in their places', () => {
  const [, , , withExample] = versionsOf('lineage');
  expect(textsOf(withExample?.parts ?? [])).toEqual({
    system: 'Name the failed part.',
    output: '',
    examples: [{ input: 'The seal leaks.', output: 'seal' }],
  });
});
