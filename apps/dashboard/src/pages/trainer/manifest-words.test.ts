import { expect, test } from 'vitest';
import { abilityWords, gpuWords, typicalWords } from './manifest-words.ts';

test('everything can be cancelled, the rest is the trainer’s word', () => {
  expect(abilityWords({ pause: false, stop: false })).toBe('be cancelled');
  expect(abilityWords({ pause: true, stop: true })).toContain('be paused and resumed, be stopped');
  expect(gpuWords('required')).toBe('must have one');
});

test('typical times carry the titles of presets, an unknown preset its id', () => {
  const quick = { id: 'quick', title: 'Quick look', purpose: 'p', recommended: false, config: {} };
  expect(typicalWords({}, [])).toBe(null);
  expect(typicalWords({ typical: { quality: '0.9', time_s: { quick: 20, old: 60 } } }, [quick])).toMatch(
    /^0.9; Quick look 20.s; old 1.min/,
  );
});
