import { describe, expect, it } from 'vitest';
import { outdated } from './checkpoints.ts';

const stored = (step: number, best = false) => ({ id: `id${step}`, name: `step${step}`, step, best });

describe('the retention of checkpoints', () => {
  it('keeps the newest three and the best', () => {
    const all = [9, 8, 7, 6, 5, 4].map((step) => stored(step, step === 5));
    expect(outdated(all).map(({ step }) => step)).toEqual([6, 4]);
  });

  it('drops none of a few', () => {
    expect(outdated([stored(2), stored(1)])).toEqual([]);
  });
});
