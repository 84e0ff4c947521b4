const minuteMs = 60_000;

export interface GateLimits {
  maxConcurrent: number;
  maxPerMinute: number | null;
}

export type WayOut = (how?: 'unused') => void;

/**
 * Lets calls to one provider pass: so many at once, so many in a minute, first come, first served. Each server has its
 * own.
 */
export class Gate {
  #limits: GateLimits;
  #under = 0;
  /** When the calls of the last minute began. */
  #began: number[] = [];
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  readonly #now: () => number;

  constructor(limits: GateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** The limits may change while calls wait. */
  set limits(limits: GateLimits) {
    this.#limits = limits;
    this.#admit();
  }

  /** Whether the next call need not wait. */
  get isFree(): boolean {
    return this.#waiting.length === 0 && this.#under < this.#limits.maxConcurrent && this.#rateWait() <= 0;
  }

  /** Answers with the way out, which must be taken once; `unused`: no call was made, and none is counted in its minute. */
  enter(): Promise<WayOut> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(this.#wayOut()));
      this.#admit();
    });
  }

  #wayOut(): WayOut {
    let out = false;
    return (how) => {
      if (out) return;
      out = true;
      if (how === 'unused') this.#began.pop();
      this.#under -= 1;
      this.#admit();
    };
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#under < this.#limits.maxConcurrent) {
      const wait = this.#rateWait();
      if (wait > 0) {
        this.#comeBack(wait);
        return;
      }
      if (this.#limits.maxPerMinute !== null) this.#began.push(this.#now());
      this.#under += 1;
      this.#waiting.shift()?.();
    }
  }

  #rateWait(): number {
    const { maxPerMinute } = this.#limits;
    if (maxPerMinute === null) return 0;
    const now = this.#now();
    this.#began = this.#began.filter((at) => now - at < minuteMs);
    const first = this.#began[this.#began.length - maxPerMinute];
    return first === undefined ? 0 : first + minuteMs - now;
  }

  #comeBack(afterMs: number): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#admit();
    }, Math.ceil(afterMs));
    this.#timer.unref();
  }
}
