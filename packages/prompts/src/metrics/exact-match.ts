import { type NormaliseOptions, normalise } from './normalise.ts';

/** 1 where the answer is one of the expected texts after the published normaliser, else 0. */
export function exactMatch(answer: string, expected: readonly string[], options: NormaliseOptions = {}): 0 | 1 {
  const given = normalise(answer, options);
  return expected.some((one) => normalise(one, options) === given) ? 1 : 0;
}

/**
 * Words in common (Rajpurkar et al., 2016): harmonic mean of the shares of the answer's and of the expected words that
 * the other has too; the best over the expected texts. Two empty texts agree.
 */
export function tokenF1(answer: string, expected: readonly string[], options: NormaliseOptions = {}): number {
  const given = wordsOf(normalise(answer, options));
  return Math.max(0, ...expected.map((one) => f1(given, wordsOf(normalise(one, options)))));
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

function f1(given: readonly string[], wanted: readonly string[]): number {
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return (2 * shared) / (given.length + wanted.length);
}
