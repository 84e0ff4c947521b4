import { porterStem } from './porter.ts';

/** ROUGE (Lin, 2004) with the numbers of the rouge-score package; protocol/golden-text-metrics holds it to them. */
export interface Rouge {
  precision: number;
  recall: number;
  f1: number;
}

export type RougeKind = 'rouge1' | 'rouge2' | 'rougeL' | 'rougeLsum';

export interface RougeOptions {
  /** Porter stems of words longer than three letters. */
  stem?: boolean;
}

function wordsOf(text: string, stem: boolean): string[] {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return stem ? words.map((word) => (word.length > 3 ? porterStem(word) : word)) : words;
}

function rougeOf(shared: number, given: number, wanted: number): Rouge {
  const precision = shared / Math.max(given, 1);
  const recall = shared / Math.max(wanted, 1);
  return { precision, recall, f1: shared === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function counted(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function byGrams(wanted: readonly string[], given: readonly string[], n: number): Rouge {
  const gramsOf = (words: readonly string[]): string[] => {
    return Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(' '));
  };
  const [wantedGrams, givenGrams] = [gramsOf(wanted), gramsOf(given)];
  const inGiven = counted(givenGrams);
  let shared = 0;
  for (const [gram, times] of counted(wantedGrams)) shared += Math.min(times, inGiven.get(gram) ?? 0);
  return rougeOf(shared, givenGrams.length, wantedGrams.length);
}

/** Row i, column j: the longest common subsequence of the first i and the first j words. */
function subsequenceTable(wanted: readonly string[], given: readonly string[]): Uint32Array[] {
  const table = [new Uint32Array(given.length + 1)];
  for (const [i, word] of wanted.entries()) {
    const above = table[i] ?? new Uint32Array(0);
    const row = new Uint32Array(given.length + 1);
    for (const [j, other] of given.entries()) {
      row[j + 1] = word === other ? (above[j] ?? 0) + 1 : Math.max(above[j + 1] ?? 0, row[j] ?? 0);
    }
    table.push(row);
  }
  return table;
}

/** The length alone, without the table: two long texts would fill the memory. */
function bySubsequence(wanted: readonly string[], given: readonly string[]): Rouge {
  const row = new Uint32Array(given.length + 1);
  for (const word of wanted) {
    let diagonal = 0;
    for (const [j, other] of given.entries()) {
      const above = row[j + 1] ?? 0;
      row[j + 1] = word === other ? diagonal + 1 : Math.max(above, row[j] ?? 0);
      diagonal = above;
    }
  }
  return rougeOf(row.at(-1) ?? 0, given.length, wanted.length);
}

/** Places in `wanted` of one longest common subsequence; of several the one that the reference implementation takes. */
function placesInCommon(wanted: readonly string[], given: readonly string[]): number[] {
  const table = subsequenceTable(wanted, given);
  const places: number[] = [];
  let [i, j] = [wanted.length, given.length];
  while (i > 0 && j > 0) {
    if (wanted[i - 1] === given[j - 1]) {
      i -= 1;
      j -= 1;
      places.push(i);
    } else if ((table[i]?.[j - 1] ?? 0) > (table[i - 1]?.[j] ?? 0)) j -= 1;
    else i -= 1;
  }
  return places;
}

/** Each sentence of `wanted` is covered by all of `given` together; no word is counted more often than both have it. */
function bySentences(wanted: readonly string[][], given: readonly string[][]): Rouge {
  const wantedLeft = counted(wanted.flat());
  const givenLeft = counted(given.flat());
  let shared = 0;
  for (const sentence of wanted) {
    const covered = new Set(given.flatMap((other) => placesInCommon(sentence, other)));
    for (const place of [...covered].sort((a, b) => a - b)) {
      const word = sentence[place] ?? '';
      const [inWanted, inGiven] = [wantedLeft.get(word) ?? 0, givenLeft.get(word) ?? 0];
      if (inWanted === 0 || inGiven === 0) continue;
      shared += 1;
      wantedLeft.set(word, inWanted - 1);
      givenLeft.set(word, inGiven - 1);
    }
  }
  return rougeOf(shared, given.flat().length, wanted.flat().length);
}

export function rouge(kind: RougeKind, answer: string, expected: string, options: RougeOptions = {}): Rouge {
  const stem = options.stem === true;
  if (kind === 'rougeLsum') {
    const sentences = (text: string): string[][] => {
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => wordsOf(line, stem));
    };
    return bySentences(sentences(expected), sentences(answer));
  }
  const [wanted, given] = [wordsOf(expected, stem), wordsOf(answer, stem)];
  if (kind === 'rougeL') return bySubsequence(wanted, given);
  return byGrams(wanted, given, kind === 'rouge1' ? 1 : 2);
}
