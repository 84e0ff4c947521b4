/** So many words in a row that stand in an item too are copied, not written. */
const run = 8;

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function runsOf(text: string): string[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - run + 1) }, (_, i) => words.slice(i, i + run).join(' '));
}

/** Made once for a data set: asked for every proposal. */
export interface CopyIndex {
  /** Eight words of the text that stand in an item, or null. `allowed` are texts that may have them, such as the parent. */
  find(text: string, allowed?: string): string | null;
}

export function copyIndex(texts: readonly string[]): CopyIndex {
  const known = new Set(texts.flatMap(runsOf));
  return {
    find: (text, allowed = '') => {
      const before = new Set(runsOf(allowed));
      return runsOf(text).find((words) => known.has(words) && !before.has(words)) ?? null;
    },
  };
}
