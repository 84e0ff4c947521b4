import { runStatus } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { hasEnded, toneOfStatus } from './run-status.ts';

test('every status has its tint', () => {
  for (const status of runStatus.options) expect(toneOfStatus(status)).toMatch(/^(plain|accent|ok|warn|bad)$/);
});

test('a paused run has not ended', () => {
  expect(runStatus.options.filter(hasEnded).sort()).toEqual(['cancelled', 'completed', 'failed', 'stopped']);
});
