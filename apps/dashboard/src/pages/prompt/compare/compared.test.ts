import { expect, test } from 'vitest';
import { comparedOf } from './compared.ts';

const versions = [
  { version: 4, parents: [2], current: false },
  { version: 3, parents: [2], current: true },
  { version: 2, parents: [1], current: false },
  { version: 1, parents: [], current: false },
];

test('a version is held against the one that it was made from', () => {
  expect(comparedOf({}, versions, 4)).toEqual({ from: 2, to: 4 });
  expect(comparedOf({ to: '2' }, versions, 4)).toEqual({ from: 1, to: 2 });
});

test('the first is held against the current one', () => {
  expect(comparedOf({}, versions, 1)).toEqual({ from: 3, to: 1 });
  expect(comparedOf({}, versions.slice(2), 1)).toEqual({ from: 2, to: 1 });
});

test('the address decides, where it names versions that are there', () => {
  expect(comparedOf({ from: '1', to: '3' }, versions, 4)).toEqual({ from: 1, to: 3 });
  expect(comparedOf({ from: '4', to: '4' }, versions, 1)).toEqual({ from: 4, to: 4 });
  expect(comparedOf({ from: '<b>', to: '99' }, versions, 4)).toEqual({ from: 2, to: 4 });
});

test('one version alone has nothing to be compared with', () => {
  expect(comparedOf({}, versions.slice(3), 1)).toBeNull();
});
