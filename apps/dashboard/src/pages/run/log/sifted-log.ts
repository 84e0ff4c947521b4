import { contains, isAtLeast, type LogLevel, type LogLine } from './log-line.ts';

export const mostSifted = 20_000;

export interface Sieve {
  level: LogLevel;
  words: string;
}

/** Lines that pass: in order, each once; of very many the first ones, and then the newest are not kept. */
export class SiftedLog {
  readonly sieve: Sieve;
  readonly lines: LogLine[] = [];
  #last = -1;

  constructor(sieve: Sieve) {
    this.sieve = sieve;
  }

  get full(): boolean {
    return this.lines.length >= mostSifted;
  }

  /** Whether anything passed. */
  take(lines: readonly LogLine[]): boolean {
    const before = this.lines.length;
    for (const line of lines) {
      if (this.full) break;
      if (line.n <= this.#last) continue;
      this.#last = line.n;
      if (isAtLeast(line, this.sieve.level) && contains(line, this.sieve.words)) this.lines.push(line);
    }
    return this.lines.length > before;
  }
}

/** The place in a sorted list of the first that is not before n. */
export function placeOf(lines: readonly { n: number }[], n: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.n ?? Number.POSITIVE_INFINITY) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The hit after (or before) the current line, round the end; null where there is none. */
export function nextHit(hits: readonly { n: number }[], current: number | null, step: 1 | -1): number | null {
  if (hits.length === 0) return null;
  if (current === null) return (step === 1 ? hits[0] : hits.at(-1))?.n ?? null;
  const place = placeOf(hits, current);
  const at = step === 1 && hits[place]?.n !== current ? place : place + step;
  return hits[(at + hits.length) % hits.length]?.n ?? null;
}
