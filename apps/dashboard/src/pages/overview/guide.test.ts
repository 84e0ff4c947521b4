import type { Run } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { guideSentence, showsGuide } from './guide.ts';

const run = { number: 1, name: 'demo data' } as Run;

test('the guide is for a new home, until it is closed', () => {
  expect(showsGuide(undefined, false)).toBe(false);
  expect(showsGuide(0, false)).toBe(true);
  expect(showsGuide(3, false)).toBe(true);
  expect(showsGuide(4, false)).toBe(false);
  expect(showsGuide(0, true)).toBe(false);
});

test('it says what happens now', () => {
  expect(guideSentence([run], 1, 2)).toBe('Run 1, “demo data”, is under way right now. One run is queued behind it.');
  expect(guideSentence([run], 0, 1)).not.toContain('behind');
  expect(guideSentence([run], 3, 4)).toContain('3 runs are queued');
  expect(guideSentence([], 1, 1)).toContain('starts in a moment');
  expect(guideSentence([], 0, 0)).toContain('empty');
  expect(guideSentence([], 0, 2)).toContain('done');
});
