import { expect, test } from 'vitest';
import { readSelection, selectedNumbers, whyNotCompared, withoutNumbers, writeSelection } from './selected-numbers.ts';

test('a selection is read as it was written, and nonsense is passed over', () => {
  expect(writeSelection(readSelection('12,7,x,-1,1e3,0'))).toBe('7,12');
  expect(readSelection(undefined)).toEqual({});
  expect(selectedNumbers({ '3': true })).toEqual(['3']);
});

test('a selection that is too long for an address is not written', () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i): [string, true] => [String(i + 1), true]));
  expect(writeSelection(many)).toBe('');
});

test('runs that are gone are no longer selected', () => {
  expect(withoutNumbers({ '1': true, '2': true }, [2, 9])).toEqual({ '1': true });
});

test('two to ten runs are compared', () => {
  expect(whyNotCompared(1)).toContain('at least two');
  expect(whyNotCompared(2)).toBeNull();
  expect(whyNotCompared(10)).toBeNull();
  expect(whyNotCompared(11)).toContain('11 are selected');
});
