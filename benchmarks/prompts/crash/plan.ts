import { createHash } from 'node:crypto';

export const parts = ['optimiser', 'worker', 'server'] as const;
export type KilledPart = (typeof parts)[number];

/** When a part is killed: so long after so many calls were answered. */
export interface Kill {
  part: KilledPart;
  answered: number;
  delayMs: number;
}

const longestDelayMs = 400;

/** A number from 0 to 1 that belongs to these words. */
function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE(0) / 2 ** 32;
}

/** Each part once, in random order at random moments of a run that takes so many calls. The same seed gives the same plan. */
export function killPlan(seed: number, run: number, calls: number): Kill[] {
  const order = [...parts].sort((a, b) => chance(seed, run, a) - chance(seed, run, b));
  const moments = order.map((_, i) => Math.floor(chance(seed, run, 'moment', i) * calls)).sort((a, b) => a - b);
  return order.map((part, i) => ({
    part,
    answered: moments[i] ?? 0,
    delayMs: Math.round(chance(seed, run, 'delay', i) * longestDelayMs),
  }));
}
