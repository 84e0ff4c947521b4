import { expect, it } from 'vitest';
import { uuidv7 } from './id.ts';

it('makes UUIDs of version 7 that sort by their time', () => {
  const random = new Uint8Array(10).fill(0xff);
  const early = uuidv7(1_700_000_000_000, random);
  const late = uuidv7(1_700_000_000_001, new Uint8Array(10));
  expect(early).toBe('018bcfe5-6800-7fff-bfff-ffffffffffff');
  expect(early < late).toBe(true);
  expect(() => uuidv7(0, new Uint8Array(3))).toThrow('10 random bytes');
});
