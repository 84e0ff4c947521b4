/**
 * Seeded random numbers, the same in both languages: xoshiro128** seeded by splitmix64, as protocol/golden-statistics/README.md
 * spells out. Splits and intervals are drawn from it, so a change here changes results.
 */
export interface Random {
  /** A word of 32 bits. */
  word(): number;
  /** In [0, 1), 53 bits. */
  float(): number;
  /** A whole number from 0 to n - 1, unbiased. */
  below(n: number): number;
  /** In place. */
  shuffle<T>(list: T[]): T[];
}

const mask = (1n << 64n) - 1n;

function seedWords(seed: number): [number, number, number, number] {
  let state = BigInt(seed) & mask;
  const next = (): bigint => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  };
  const first = next();
  const second = next();
  const low = (word: bigint): number => Number(word & 0xffffffffn);
  return [low(first), low(first >> 32n), low(second), low(second >> 32n)];
}

function rotate(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}

export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`a seed is a whole number from 0, got ${seed}`);
  let [s0, s1, s2, s3] = seedWords(seed);
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(s1, 5) >>> 0, 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotate(s3, 11);
    return result;
  };
  const below = (n: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % n);
    let drawn = word();
    while (drawn >= limit) drawn = word();
    return drawn % n;
  };
  return {
    word,
    below,
    float: () => {
      const high = word() >>> 5;
      const low = word() >>> 6;
      return (high * 2 ** 26 + low) / 2 ** 53;
    },
    shuffle: (list) => {
      for (let i = list.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        const [a, b] = [list[i], list[j]];
        if (a !== undefined && b !== undefined) {
          list[i] = b;
          list[j] = a;
        }
      }
      return list;
    },
  };
}
