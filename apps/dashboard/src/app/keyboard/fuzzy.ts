/**
 * How well a title fits what was typed; null where it does not. Every word must be there: at the beginning of a word, within
 * one, or as letters in their order (`dtst` for `data set`). Higher is better.
 */
export function fitOf(title: string, text: string): number | null {
  const lower = title.toLowerCase();
  let score = 0;
  for (const word of text.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const one = wordFit(lower, word);
    if (one === null) return null;
    score += one;
  }
  // Of two that fit alike, the shorter one is meant.
  return score - title.length / 1000;
}

const atStart = 4;
const atWord = 3;
const within = 2;
/** Letters in their order must lie close together, or everything fits everything. */
const looseness = 3;
const shortestLoose = 3;

function wordFit(lower: string, word: string): number | null {
  if (lower.startsWith(word)) return atStart;
  for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(lower[at - 1] ?? '')) return atWord;
  }
  if (lower.includes(word)) return within;
  return word.length < shortestLoose ? null : looseFit(lower, word);
}

function looseFit(lower: string, word: string): number | null {
  let best: number | null = null;
  for (let start = lower.indexOf(word[0] ?? ''); start !== -1; start = lower.indexOf(word[0] ?? '', start + 1)) {
    let at = start;
    let found = 1;
    while (found < word.length) {
      at = lower.indexOf(word[found] ?? '', at + 1);
      if (at === -1) return best;
      found += 1;
    }
    const span = at - start + 1;
    if (span <= word.length * looseness) best = Math.max(best ?? 0, word.length / span);
  }
  return best;
}
