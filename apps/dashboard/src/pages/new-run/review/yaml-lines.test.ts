import { presetId } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { fileNameOf, presetIdOf, problemLines, rangeOfLine } from './yaml-lines.ts';

test('problems stand on their lines, in order, those without a line last', () => {
  const lines: Record<string, number> = { b: 4, a: 2 };
  const problems = ['x', 'b', 'a'].map((path) => ({ path, message: `${path} is wrong` }));
  expect(problemLines(problems, { lineOf: (path) => lines[path] ?? null })).toEqual([
    { line: 2, message: 'a is wrong' },
    { line: 4, message: 'b is wrong' },
    { line: null, message: 'x is wrong' },
  ]);
  expect(problemLines(problems, null).every((one) => one.line === null)).toBe(true);
});

test('a line is found in its text', () => {
  const text = 'a: 1\nbb: 2\n';
  expect(text.slice(...rangeOfLine(text, 2))).toBe('bb: 2');
  expect(text.slice(...rangeOfLine(text, 1))).toBe('a: 1');
  expect(rangeOfLine(text, 9)).toEqual([text.length, text.length]);
});

test('names of files and ids of presets come out of any name', () => {
  expect(fileNameOf('signal-cnn quick on demo@2')).toBe('signal-cnn-quick-on-demo@2.yaml');
  expect(fileNameOf('../../<script>')).toBe('script.yaml');
  expect(fileNameOf('🚂')).toBe('run.yaml');
  for (const title of ['My best!', '3 layers', 'É', '🚂', 'x'.repeat(300), '-a-', `${'a'.repeat(39)} b`]) {
    expect(presetId.safeParse(presetIdOf(title)).success).toBe(true);
  }
  expect(presetIdOf('My best!')).toBe('my-best');
});
