import type { StreamedEvent } from '@trainyard/api-client';
import { fromWire } from '../../../format/wire-number.ts';
import { type Reading, readingOfCurve } from '../live/reading.ts';
import { isSystemKey } from '../metrics/metric-key.ts';
import { addPoint, type Curve, curveOfWindow, emptyCurve, mostPoints, type SeriesWindow, withDetail } from './curve.ts';

export interface Range {
  from: number;
  to: number;
}
export interface CurveBookOptions {
  /** Windows of series, thinned to so many stretches. */
  read: (keys: readonly string[], buckets: number, range: Range | null) => Promise<SeriesWindow[]>;
  /** Of the same series what an attempt that was replaced had reported past the checkpoint. */
  readGhosts: (keys: readonly string[], buckets: number) => Promise<SeriesWindow[]>;
  /** Whether an attempt was replaced before the page was opened: only then is there a ghost to be read. */
  replaced: boolean;
  list: () => Promise<readonly string[]>;
  /** A little later: charts need not be drawn for every point. */
  soon: (callback: () => void) => void;
  /** `anew`: what was known of these series before counts no longer. */
  onReadings: (readings: readonly Reading[], anew: boolean) => void;
}
export interface CurveSnapshot {
  /** All series that there are, drawn or not. */
  keys: readonly string[];
  curves: ReadonlyMap<string, Curve>;
  ghosts: ReadonlyMap<string, Curve>;
  loaded: boolean;
  failed: unknown;
  version: number;
  held: boolean;
}

const readAtOnce = 40;
/** Before the chart is there, nobody knows how wide it is. */
export const bucketsAtFirst = 900;
const nothing: CurveSnapshot = {
  keys: [],
  curves: new Map(),
  ghosts: new Map(),
  loaded: false,
  failed: null,
  version: 0,
  held: false,
};

/**
 * The series of one run as far as they are drawn: the whole of each, thinned by the server, a fine stretch where the reader
 * looks closely, and what came live since. Points of an attempt that was replaced become its ghost.
 */
export class CurveBook {
  readonly #options: CurveBookOptions;
  readonly #listeners = new Set<() => void>();
  readonly #keys = new Set<string>();
  readonly #whole = new Map<string, Curve>();
  readonly #detail = new Map<string, Curve>();
  readonly #ghosts = new Map<string, Curve>();
  /** Series whose ghost was asked for. */
  readonly #haunted = new Set<string>();
  #replaced: boolean;
  /** Points that came while a series was on its way. */
  readonly #early = new Map<string, [number, number][]>();
  readonly #reading = new Set<string>();
  #wanted: readonly string[] = [];
  #range: Range | null = null;
  #buckets = 1000;
  #scheduled = false;
  #isShown = true;
  #loaded = false;
  #failed: unknown = null;
  #held = false;
  #round = 0;
  #shown: CurveSnapshot = nothing;

  /** Series that are known before the list of them has come are drawn at once. */
  constructor(options: CurveBookOptions, known: readonly string[] = []) {
    this.#options = options;
    this.#replaced = options.replaced;
    for (const key of known) if (!isSystemKey(key)) this.#keys.add(key);
    this.#loaded = this.#keys.size > 0;
    this.#publish();
  }

  snapshot = (): CurveSnapshot => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async open(): Promise<void> {
    try {
      for (const key of await this.#options.list()) if (!isSystemKey(key)) this.#keys.add(key);
      this.#failed = null;
    } catch (failed) {
      this.#failed = failed;
    }
    this.#loaded = true;
    this.#changed();
  }

  /** Series that should be there; those that are not are read. */
  want(keys: readonly string[], buckets: number): void {
    this.#wanted = keys;
    this.#buckets = Math.min(mostPoints, Math.max(300, Math.round(buckets)));
    void this.#read(keys.filter((key) => !this.#whole.has(key) && !this.#reading.has(key)));
    void this.#readGhosts(keys);
  }

  /** Reads again what may have missed something. */
  async resync(): Promise<void> {
    await this.open();
    await this.#read(this.#wanted);
    if (this.#range !== null) await this.zoom(this.#range);
  }

  /** The stretch that the reader looks at; null for the whole. */
  async zoom(range: Range | null): Promise<void> {
    this.#range = range;
    this.#round += 1;
    const round = this.#round;
    const thinned = this.#wanted.filter((key) => this.#whole.get(key)?.exact === false);
    if (range === null || thinned.length === 0) {
      this.#detail.clear();
      return this.#changed();
    }
    try {
      const windows = await this.#options.read(thinned, this.#buckets, range);
      // Another stretch was chosen meanwhile.
      if (round !== this.#round) return;
      this.#detail.clear();
      for (const window of windows) this.#detail.set(window.key, curveOfWindow(window));
      this.#failed = null;
    } catch (failed) {
      this.#failed = failed;
    }
    this.#changed();
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#changed();
  }

  apply(event: StreamedEvent): void {
    if (event.kind === 'metrics-superseded') void this.#supersede();
    if (event.kind !== 'metrics-reported') return;
    for (const [key, points] of Object.entries(event.data.points)) {
      if (isSystemKey(key)) continue;
      this.#keys.add(key);
      for (const [step, value] of points) this.#point(key, step, fromWire(value));
    }
    this.#changed();
  }

  #point(key: string, step: number, value: number): void {
    if (this.#reading.has(key)) {
      const early = this.#early.get(key) ?? [];
      early.push([step, value]);
      this.#early.set(key, early);
    }
    const whole = this.#whole.get(key);
    if (whole === undefined) return;
    addPoint(whole, step, value);
    const detail = this.#detail.get(key);
    if (detail !== undefined && this.#range !== null && step <= this.#range.to) addPoint(detail, step, value);
    if (whole.steps.length > mostPoints && !this.#reading.has(key)) void this.#read([key]);
  }

  /** Which points belong to the attempt that was replaced only the server knows: steps may count something else than its checkpoint. */
  async #supersede(): Promise<void> {
    const keys = [...this.#whole.keys()];
    this.#detail.clear();
    this.#replaced = true;
    this.#haunted.clear();
    await Promise.all([this.#read(keys, true), this.#readGhosts(keys)]);
  }

  async #readGhosts(keys: readonly string[]): Promise<void> {
    const missing = this.#replaced ? keys.filter((key) => !this.#haunted.has(key)) : [];
    for (let at = 0; at < missing.length; at += readAtOnce) {
      const some = missing.slice(at, at + readAtOnce);
      for (const key of some) this.#haunted.add(key);
      try {
        for (const window of await this.#options.readGhosts(some, this.#buckets)) {
          const ghost = curveOfWindow(window);
          if (ghost.steps.length > 0) this.#ghosts.set(window.key, ghost);
        }
      } catch (failed) {
        for (const key of some) this.#haunted.delete(key);
        this.#failed = failed;
      }
      this.#changed();
    }
  }

  async #read(keys: readonly string[], anew = false): Promise<void> {
    for (let at = 0; at < keys.length; at += readAtOnce) await this.#readSome(keys.slice(at, at + readAtOnce), anew);
  }

  async #readSome(keys: readonly string[], anew: boolean): Promise<void> {
    for (const key of keys) this.#reading.add(key);
    try {
      const windows = await this.#options.read(keys, this.#buckets, null);
      const readings: Reading[] = [];
      for (const window of windows) {
        const curve = this.#joined(window);
        this.#whole.set(window.key, curve);
        const reading = readingOfCurve(window.key, curve);
        if (reading !== null) readings.push(reading);
      }
      this.#failed = null;
      this.#options.onReadings(readings, anew);
    } catch (failed) {
      this.#failed = failed;
    } finally {
      for (const key of keys) {
        this.#reading.delete(key);
        this.#early.delete(key);
      }
    }
    // The reader waits for what was asked for; what comes in place of something waits for its ghost.
    if (anew) this.#changed();
    else this.#show();
  }

  /** The answer may or may not hold the points that came live while it was made. */
  #joined(window: SeriesWindow): Curve {
    const curve = curveOfWindow(window);
    const last = curve.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
    for (const [step, value] of this.#early.get(window.key) ?? []) if (step > last) addPoint(curve, step, value);
    return curve;
  }

  #changed(): void {
    this.#isShown = false;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.soon(() => {
      this.#scheduled = false;
      if (!this.#isShown) this.#show();
    });
  }

  #show(): void {
    this.#isShown = true;
    this.#publish();
    for (const listener of [...this.#listeners]) listener();
  }

  #publish(): void {
    const version = this.#shown.version + 1;
    if (this.#held && this.#shown.held) {
      // Curves stand still; what the reader asks for (a stretch, a metric) is still drawn.
      const curves = new Map(this.#shown.curves);
      for (const key of this.#wanted) if (!curves.has(key)) curves.set(key, this.#drawn(key));
      this.#shown = { ...this.#shown, curves, version };
      return;
    }
    const curves = new Map([...this.#whole.keys()].map((key) => [key, this.#drawn(key)]));
    this.#shown = {
      keys: [...this.#keys].sort(),
      curves,
      ghosts: new Map(this.#ghosts),
      loaded: this.#loaded,
      failed: this.#failed,
      version,
      held: this.#held,
    };
  }

  #drawn(key: string): Curve {
    const whole = this.#whole.get(key) ?? emptyCurve();
    const drawn = withDetail(whole, this.#detail.get(key) ?? null);
    // What is held must not grow under the reader's eyes.
    return this.#held
      ? { ...drawn, steps: [...drawn.steps], mean: [...drawn.mean], low: [...drawn.low], high: [...drawn.high] }
      : drawn;
  }
}
