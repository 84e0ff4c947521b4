import { type BleuTokenizer, bleuWords } from './bleu-words.ts';
import { trimBlanksAtEnd } from './whitespace.ts';

/**
 * BLEU (Papineni et al., 2002) with the numbers of sacreBLEU: same words, same smoothing (Chen and Cherry, 2014), same
 * closest reference length. protocol/golden-text-metrics holds it to that.
 */
export interface BleuOptions {
  tokenize?: BleuTokenizer;
  smooth?: 'exp' | 'floor' | 'add-k' | 'none';
  /** Of `floor` (0.1) and `add-k` (1). */
  smoothValue?: number;
  lowercase?: boolean;
  /** Counts only orders that the answer is long enough for; the rule for single sentences. */
  effectiveOrder?: boolean;
}

export interface Bleu {
  /** 0 to 100. */
  score: number;
  precisions: number[];
  brevityPenalty: number;
  answerLength: number;
  referenceLength: number;
}

const orders = 4;

interface Counts {
  correct: number[];
  total: number[];
  answerLength: number;
  referenceLength: number;
}

function grams(words: readonly string[]): Map<string, number>[] {
  return Array.from({ length: orders }, (_, order) => {
    const counts = new Map<string, number>();
    for (let i = 0; i + order < words.length; i += 1) {
      const gram = words.slice(i, i + order + 1).join(' ');
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return counts;
  });
}

/** The nearest length; of two equally near ones the shorter. */
function closest(lengths: readonly number[], to: number): number {
  let best = lengths[0] ?? 0;
  for (const length of lengths) {
    const nearer = Math.abs(length - to) - Math.abs(best - to);
    if (nearer < 0 || (nearer === 0 && length < best)) best = length;
  }
  return best;
}

function count(answer: string, references: readonly string[], options: BleuOptions): Counts {
  const cut = bleuWords[options.tokenize ?? '13a'];
  const wordsOf = (text: string): string[] => {
    return cut(trimBlanksAtEnd(options.lowercase === true ? text.toLowerCase() : text));
  };
  const given = wordsOf(answer);
  const wanted = references.filter((reference) => reference !== '').map(wordsOf);
  if (wanted.length === 0) throw new RangeError('BLEU needs a reference text that is not empty, got none');
  const wantedGrams = wanted.map(grams);
  const counts: Counts = {
    correct: [],
    total: [],
    answerLength: given.length,
    referenceLength: closest(
      wanted.map((words) => words.length),
      given.length,
    ),
  };
  for (const [order, found] of grams(given).entries()) {
    let [correct, total] = [0, 0];
    for (const [gram, times] of found) {
      total += times;
      correct += Math.min(times, Math.max(...wantedGrams.map((reference) => reference[order]?.get(gram) ?? 0)));
    }
    counts.correct.push(correct);
    counts.total.push(total);
  }
  return counts;
}

const smoothDefaults = { exp: 0, floor: 0.1, 'add-k': 1, none: 0 };

function precisionsOf(counts: Counts, options: BleuOptions): { precisions: number[]; order: number } {
  const smooth = options.smooth ?? 'exp';
  const value = options.smoothValue ?? smoothDefaults[smooth];
  const precisions = Array.from({ length: orders }, () => 0);
  let [order, halvings] = [orders, 1];
  for (let n = 0; n < orders; n += 1) {
    const added = smooth === 'add-k' && n > 0 ? value : 0;
    const correct = (counts.correct[n] ?? 0) + added;
    const total = (counts.total[n] ?? 0) + added;
    if (total === 0) break;
    if (options.effectiveOrder === true) order = n + 1;
    if (correct > 0) {
      precisions[n] = (100 * correct) / total;
    } else if (smooth === 'exp') {
      halvings *= 2;
      precisions[n] = 100 / (halvings * total);
    } else if (smooth === 'floor') {
      precisions[n] = (100 * value) / total;
    }
  }
  return { precisions, order };
}

function bleuOf(counts: Counts, options: BleuOptions): Bleu {
  const { answerLength, referenceLength } = counts;
  const short = answerLength < referenceLength;
  const brevityPenalty = !short ? 1 : answerLength === 0 ? 0 : Math.exp(1 - referenceLength / answerLength);
  const lengths = { brevityPenalty, answerLength, referenceLength };
  // No smoothing makes something of a text that shares not one word.
  if (counts.correct.every((correct) => correct === 0)) return { score: 0, precisions: [0, 0, 0, 0], ...lengths };
  const { precisions, order } = precisionsOf(counts, options);
  const used = precisions.slice(0, order);
  const logs = used.reduce((sum, precision) => sum + Math.log(precision), 0);
  const score = used.some((precision) => precision === 0) ? 0 : brevityPenalty * Math.exp(logs / order);
  return { score, precisions, ...lengths };
}

/** Of a whole set: counts are added up first. `references[i]` are those of `answers[i]`. */
export function corpusBleu(
  answers: readonly string[],
  references: readonly (readonly string[])[],
  options: BleuOptions = {},
): Bleu {
  if (answers.length === 0 || answers.length !== references.length) {
    throw new RangeError(`BLEU needs references for each answer, got ${answers.length} and ${references.length}`);
  }
  const sum: Counts = { correct: [0, 0, 0, 0], total: [0, 0, 0, 0], answerLength: 0, referenceLength: 0 };
  for (const [i, answer] of answers.entries()) {
    const one = count(answer, references[i] ?? [], options);
    sum.correct = sum.correct.map((value, n) => value + (one.correct[n] ?? 0));
    sum.total = sum.total.map((value, n) => value + (one.total[n] ?? 0));
    sum.answerLength += one.answerLength;
    sum.referenceLength += one.referenceLength;
  }
  return bleuOf(sum, options);
}

/** Of one text, with effective order unless told otherwise. */
export function sentenceBleu(answer: string, references: readonly string[], options: BleuOptions = {}): Bleu {
  return corpusBleu([answer], [references], { effectiveOrder: true, ...options });
}
