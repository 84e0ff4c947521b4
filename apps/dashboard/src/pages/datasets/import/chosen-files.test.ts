import { expect, test } from 'vitest';
import { addFiles, type ChosenFile, nameFor, totalBytes } from './chosen-files.ts';

const chosen = (path: string, text = 'x'): ChosenFile => ({ path, file: new File([text], path) });

test('a file that is chosen twice is there once, the later one', () => {
  const files = addFiles([chosen('a/b.csv', 'old'), chosen('z.csv')], [chosen('a/b.csv', 'newer')]);
  expect(files.map(({ path, file }) => [path, file.size])).toEqual([
    ['a/b.csv', 5],
    ['z.csv', 1],
  ]);
  expect(totalBytes(files)).toBe(6);
});

test('what systems leave in folders is not uploaded', () => {
  expect(addFiles([], [chosen('a/.DS_Store'), chosen('__MACOSX/a.csv'), chosen('a/c.csv')]).map((f) => f.path)).toEqual(
    ['a/c.csv'],
  );
});

test('the name comes from the folder or from the only file', () => {
  expect(nameFor([{ path: 'Bearing Data (2)/inner/a.csv' }])).toBe('bearing-data-2-');
  expect(nameFor([{ path: 'Wind.v2.csv' }])).toBe('wind.v2');
  expect(nameFor([{ path: 'a.csv' }, { path: 'b.csv' }])).toBe('');
  expect(nameFor([{ path: '数据.csv' }])).toBe('');
});
