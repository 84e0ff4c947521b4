import { describe, expect, it } from 'vitest';
import { advanceProgress, startProgress } from './progress.ts';

describe('progress and its estimate', () => {
  it('knows no end before two different fractions, then counts the rest at the pace so far', () => {
    let state = advanceProgress(startProgress(), { epoch: 0, total_epochs: 10 }, 100);
    expect(state.progress).toMatchObject({ fraction: 0, eta_s: null });
    state = advanceProgress(state, { epoch: 1, message: 'one' }, 103);
    expect(state.progress).toMatchObject({ fraction: 0.1, epoch: 1, total_epochs: 10, message: 'one' });
    expect(state.progress.eta_s).toBeCloseTo(27);
    state = advanceProgress(state, { phase: 'evaluation' }, 104);
    expect(state.progress).toMatchObject({ phase: 'evaluation', message: 'one' });
    expect(state.progress.eta_s).toBeCloseTo(27);
  });

  it('does not take what an earlier attempt did for its own speed', () => {
    let state = advanceProgress(startProgress(), { step: 900, total_steps: 1000 }, 0);
    state = advanceProgress(state, { step: 910 }, 10);
    expect(state.progress.eta_s).toBeCloseTo(90);
  });

  it('follows a change of pace within a few half-lives', () => {
    let state = advanceProgress(startProgress(), { step: 0, total_steps: 10_000 }, 0);
    for (let s = 1; s <= 50; s += 1) state = advanceProgress(state, { step: s * 10 }, s);
    for (let s = 1; s <= 120; s += 1) state = advanceProgress(state, { step: 500 + s }, 50 + s);
    const left = 10_000 - 620;
    expect(state.progress.eta_s).toBeGreaterThan(left * 0.7);
  });

  it('starts over when the fraction falls, and ends at nothing', () => {
    let state = advanceProgress(startProgress(), { step: 50, total_steps: 100 }, 0);
    state = advanceProgress(state, { step: 60 }, 1);
    state = advanceProgress(state, { step: 0, phase: 'second stage' }, 2);
    expect(state.progress.eta_s).toBeNull();
    state = advanceProgress(state, { step: 100 }, 3);
    expect(state.progress).toMatchObject({ fraction: 1, eta_s: 0 });
  });

  it('has no fraction where no total is known', () => {
    expect(advanceProgress(startProgress(), { step: 5 }, 0).progress).toMatchObject({
      step: 5,
      fraction: null,
      eta_s: null,
    });
  });
});
