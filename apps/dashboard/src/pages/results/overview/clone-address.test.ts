import { expect, it } from 'vitest';
import { cloneAddress } from './clone-address.ts';

it('carries the settings that are to differ', () => {
  expect(cloneAddress(4)).toBe('/new?clone=4');
  const query = new URL(cloneAddress(4, { split: { seed: 1 } }), 'http://x').searchParams;
  expect(JSON.parse(query.get('set') ?? '')).toEqual({ split: { seed: 1 } });
});
