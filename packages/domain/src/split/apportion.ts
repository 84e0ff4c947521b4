import type { Part, Sizes } from './types.ts';

export const parts: readonly Part[] = ['train', 'validation', 'test'];

/** Who is served first where there are fewer units than parts: without training there is nothing, without a test no score. */
const order: readonly Part[] = ['train', 'test', 'validation'];

export function noSizes(): Sizes {
  return { train: 0, validation: 0, test: 0 };
}

/**
 * How many of `n` units go to each part: at least one each where there are enough, and else as near to the shares as whole
 * units allow (largest remainder). Whole numbers only, so that no rounding differs between machines.
 */
export function apportion(n: number, shares: Sizes): Sizes {
  const active = order.filter((part) => shares[part] > 0);
  const total = active.reduce((sum, part) => sum + shares[part], 0);
  const counts = noSizes();
  if (n < active.length) {
    for (const part of active.slice(0, n)) counts[part] = 1;
    return counts;
  }
  for (const part of active) counts[part] = Math.max(1, Math.floor((n * shares[part]) / total));
  const short = (part: Part): number => n * shares[part] - counts[part] * total;
  let left = n - active.reduce((sum, part) => sum + counts[part], 0);
  while (left !== 0) {
    const open = left > 0 ? active : active.filter((part) => counts[part] > 1);
    const chosen = open.reduce((best, part) => {
      const gain = left > 0 ? short(part) - short(best) : short(best) - short(part);
      return gain > 0 ? part : best;
    });
    counts[chosen] += Math.sign(left);
    left -= Math.sign(left);
  }
  return counts;
}
