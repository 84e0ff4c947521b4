import type { FollowedRun } from './followed-run.ts';
import { countersOf, doingText } from './live-view.ts';
import { numberText, percentText } from './words.ts';

const metricLimit = 6;
const shareStep = 0.1;
const quietMs = 500;

/** Decides, without redrawing, when progress is worth a line: a new phase, a new epoch, or another tenth done. */
export class PlainProgress {
  #clock: () => number;
  #phase: string | null = null;
  #epoch: number | null = null;
  #share = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  lines(followed: FollowedRun): string[] {
    const { progress } = followed;
    const lines: string[] = [];
    if (progress.phase !== null && progress.phase !== this.#phase) {
      this.#phase = progress.phase;
      lines.push(doingText(progress));
    }
    const share = progress.fraction ?? 0;
    if (share < this.#share) this.#share = 0; // another attempt began earlier
    const whole = share === 1 && this.#share < 1;
    // Quick epochs share a line; the last one always has its own.
    if (!whole && this.#clock() - this.#saidAt < quietMs) return lines;
    const newEpoch = progress.epoch !== null && progress.epoch > 0 && progress.epoch !== this.#epoch;
    if (newEpoch || whole || share >= this.#share + shareStep) {
      this.#epoch = progress.epoch;
      this.#share = share;
      this.#saidAt = this.#clock();
      lines.push(this.#line(followed));
    }
    return lines;
  }

  #line(followed: FollowedRun): string {
    const share = followed.progress.fraction === null ? [] : [percentText(followed.progress.fraction).padStart(5)];
    const metrics = [...followed.metrics].slice(0, metricLimit).map(([key, r]) => `${key} ${numberText(r.value)}`);
    return [...share, ...countersOf(followed), ...metrics].join('  ');
  }
}
