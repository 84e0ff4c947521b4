import { expect, it } from 'vitest';
import { readIds, whyNot } from './compared-ids.ts';

it('reads numbers and ids, each once, in their order', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  expect(readIds(`4, 2,4,${id},<script>,0,-1`)).toEqual(['4', '2', id]);
  expect(readIds(undefined)).toEqual([]);
});

it('says why none, one or eleven cannot be compared', () => {
  expect(whyNot(0)?.title).toBe('No run is chosen yet.');
  expect(whyNot(1)?.title).toContain('One run alone');
  expect(whyNot(2)).toBeNull();
  expect(whyNot(10)).toBeNull();
  expect(whyNot(11)?.text).toContain('take 1 out');
});
