import { expect, test } from 'vitest';
import { promptRef, readPromptRef } from './prompt-ref.ts';

test('a version stands behind an @', () => {
  expect(readPromptRef('helper')).toEqual({ name: 'helper', version: null });
  expect(readPromptRef(promptRef('helper', 12))).toEqual({ name: 'helper', version: 12 });
});

test('what is no number is a name that nobody has', () => {
  for (const ref of ['helper@', 'helper@0', 'helper@x', 'helper@1@2', '@2', 'helper@12345678901']) {
    expect(readPromptRef(ref)).toEqual({ name: ref, version: null });
  }
});
