import type { RunProgress } from '@trainyard/contracts';

export const noProgress: RunProgress = {
  fraction: null,
  step: null,
  total_steps: null,
  epoch: null,
  total_epochs: null,
  phase: null,
  message: null,
  eta_s: null,
  expected_at: null,
};

/** What one progress line says; absent fields keep what was said before. */
export interface ProgressLine {
  step?: number | undefined;
  total_steps?: number | undefined;
  epoch?: number | undefined;
  total_epochs?: number | undefined;
  epoch_name?: string | undefined;
  phase?: string | undefined;
  message?: string | undefined;
}

/** Rate memory of one attempt; seconds are monotonic and mean nothing by themselves. */
export interface ProgressState {
  progress: RunProgress;
  firstFraction: number | null;
  firstSeconds: number;
  lastFraction: number;
  lastSeconds: number;
  /** Fraction per second, smoothed. */
  rate: number | null;
}

export function startProgress(before: RunProgress = noProgress): ProgressState {
  return {
    progress: { ...before, eta_s: null, expected_at: null },
    firstFraction: null,
    firstSeconds: 0,
    lastFraction: 0,
    lastSeconds: 0,
    rate: null,
  };
}

function fractionOf(progress: RunProgress): number | null {
  const { step, total_steps, epoch, total_epochs } = progress;
  const share = (done: number | null, total: number | null): number | null =>
    done === null || total === null ? null : Math.min(1, Math.max(0, done / total));
  return share(step, total_steps) ?? share(epoch, total_epochs);
}

/** Recent pace counts more, old pace steadies: half of the memory is gone after this long. */
const halfLifeSeconds = 20;

/**
 * Takes one progress line at a monotonic time. The estimate counts from where this attempt began, so that a resumed run
 * does not look faster than it is; before two different fractions are known there is none.
 */
export function advanceProgress(state: ProgressState, line: ProgressLine, seconds: number): ProgressState {
  const progress: RunProgress = {
    ...state.progress,
    step: line.step ?? state.progress.step,
    total_steps: line.total_steps ?? state.progress.total_steps,
    epoch: line.epoch ?? state.progress.epoch,
    total_epochs: line.total_epochs ?? state.progress.total_epochs,
    phase: line.phase ?? state.progress.phase,
    message: line.message ?? state.progress.message,
    ...(line.epoch_name === undefined ? {} : { epoch_name: line.epoch_name }),
  };
  const fraction = fractionOf(progress);
  progress.fraction = fraction;
  if (fraction === null) return { ...state, progress: { ...progress, eta_s: null } };
  const restarted = state.firstFraction === null || fraction < state.lastFraction;
  if (restarted) {
    return {
      progress: { ...progress, eta_s: null },
      firstFraction: fraction,
      firstSeconds: seconds,
      lastFraction: fraction,
      lastSeconds: seconds,
      rate: null,
    };
  }
  const elapsed = seconds - state.lastSeconds;
  const gained = fraction - state.lastFraction;
  if (elapsed <= 0 || gained <= 0) {
    // Waiting costs time: the estimate shrinks no further than the pace allows, and is kept until there is news.
    const eta = state.rate === null ? null : (1 - fraction) / state.rate;
    return { ...state, progress: { ...progress, eta_s: fraction >= 1 ? 0 : eta } };
  }
  const keep = 0.5 ** (elapsed / halfLifeSeconds);
  const now = gained / elapsed;
  const overall = (fraction - (state.firstFraction ?? fraction)) / Math.max(seconds - state.firstSeconds, 1e-9);
  const rate = state.rate === null ? overall : keep * state.rate + (1 - keep) * now;
  return {
    ...state,
    progress: { ...progress, eta_s: fraction >= 1 ? 0 : (1 - fraction) / rate },
    lastFraction: fraction,
    lastSeconds: seconds,
    rate,
  };
}
