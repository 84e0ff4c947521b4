import { extraText, noAnswer, wrongAnswer } from './explain.ts';
import type { Measured, MetricSetting } from './measure.ts';
import type { Answer, Missing, Scored } from './result.ts';
import { ownEmbedder, similarityName } from './token-similarity.ts';

export type WeightedMetric = MetricSetting & {
  /** What it is called in results; else by its kind. */
  name?: string;
  /** Relative to the others; 0 reports a metric and leaves the score alone. */
  weight?: number;
  /** Below it the answer has failed and scores 0, whatever the other metrics say. */
  floor?: number;
};

export interface ScoreSettings {
  metrics: readonly WeightedMetric[];
  /** From this score on an answer is right. */
  pass?: number;
  /** Words beyond `ratio` × (words of the longest expected text) + `slack` cost their share of the score. */
  length?: { ratio: number; slack: number } | null;
}

export type Answered = Extract<Answer, { status: 'answered' }>;

/** How the values of metrics become one result, whoever measured them. */
export interface Scoring {
  names: readonly string[];
  /** What is missing before anything is measured. */
  unfit(expected: readonly string[]): Missing | null;
  /** Null: a metric that counts for nothing and could not be told. */
  combine(answer: Answered, expected: readonly string[], found: readonly (Measured | null)[]): Scored;
  /** Whether the score can be told without it. */
  isOnlyReported(metric: WeightedMetric): boolean;
}

const needsExpected = new Set([
  ...['exact_match', 'token_f1', 'bleu', 'rouge1', 'rouge2', 'rougeL', 'rougeLsum', 'similarity'],
]);
/** An empty text may be the right answer, but there is nothing in it to compare words with. */
const needsWords = new Set(['bleu', 'rouge1', 'rouge2', 'rougeL', 'rougeLsum', 'similarity']);

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function lengthFactor(text: string, expected: readonly string[], rule: ScoreSettings['length']): number {
  if (rule === null || rule === undefined) return 1;
  const allowed = rule.ratio * Math.max(0, ...expected.map(wordCount)) + rule.slack;
  return Math.min(1, allowed / Math.max(1, wordCount(text)));
}

function nameOf(setting: WeightedMetric): string {
  if (setting.name !== undefined) return setting.name;
  if (setting.metric !== 'similarity') return setting.metric;
  return similarityName(ownEmbedder, { part: setting.part ?? 'f1', baseline: setting.baseline ?? null });
}

/** Names of metrics in a result; the second of one name is numbered. */
function namesOf(metrics: readonly WeightedMetric[]): string[] {
  const wanted = metrics.map(nameOf);
  return wanted.map((name, i) => {
    const earlier = wanted.slice(0, i).filter((one) => one === name).length;
    return earlier === 0 ? name : `${name}_${earlier + 1}`;
  });
}

function refuseSettings(settings: ScoreSettings): void {
  const total = settings.metrics.reduce((sum, { weight = 1 }) => sum + weight, 0);
  if (settings.metrics.some(({ weight = 1 }) => !(weight >= 0)) || !(total > 0)) {
    throw new RangeError('Weights of metrics are numbers from 0, and one of them is above 0');
  }
}

/** The weighted mean of the metrics, times the length guard; 0 where one falls below its floor. */
export function scoringOf(settings: ScoreSettings): Scoring {
  refuseSettings(settings);
  const { metrics: asked, pass = 1 } = settings;
  const names = namesOf(asked);
  const needs = (kinds: ReadonlySet<string>): boolean => asked.some(({ metric }) => kinds.has(metric));
  const least = { expected: needs(needsExpected), words: needs(needsWords) };
  const total = asked.reduce((sum, { weight = 1 }) => sum + weight, 0);

  function explain(
    { text, finish }: Answered,
    expected: readonly string[],
    found: readonly (Measured | null)[],
    { below, mean, factor }: { below: number; mean: number; factor: number },
  ): Pick<Scored, 'tag' | 'feedback'> {
    const none = noAnswer(text, finish);
    if (none !== null) return none;
    const told = found.find((one) => one !== null && one.tag !== null);
    if (told) return { tag: told.tag, feedback: told.feedback };
    const extra = extraText(text, expected);
    if (extra !== null) return extra;
    if (factor < 1 && below === -1 && mean >= pass - 1e-9) {
      return { tag: 'too-long', feedback: `The answer is right but long: ${wordCount(text)} words.` };
    }
    if (below !== -1) {
      const value = (found[below]?.value ?? 0).toFixed(2);
      const floor = asked[below]?.floor ?? 0;
      return { tag: 'below-floor', feedback: `${names[below]} is ${value}, below its floor of ${floor}.` };
    }
    return wrongAnswer(text, expected);
  }

  return {
    names,
    unfit: (expected) =>
      (least.expected && expected.length === 0) || (least.words && expected.every((one) => one === ''))
        ? { status: 'missing', reason: 'The item has no expected text.' }
        : null,
    isOnlyReported: ({ weight = 1, floor = 0 }) => weight === 0 && floor === 0,
    combine(answer, expected, found) {
      const valueAt = (i: number): number => found[i]?.value ?? 0;
      const below = asked.findIndex(({ floor = 0 }, i) => valueAt(i) < floor);
      const factor = lengthFactor(answer.text, expected, settings.length);
      const mean = asked.reduce((sum, { weight = 1 }, i) => sum + weight * valueAt(i), 0) / total;
      const score = below === -1 ? mean * factor : 0;
      const told = names.flatMap((name, i) => (found[i] ? [[name, valueAt(i)] as const] : []));
      const metrics = Object.fromEntries(told);
      if (score >= pass - 1e-9) return { status: 'ok', score, metrics, tag: null, feedback: 'Right.' };
      return { status: 'failed', score, metrics, ...explain(answer, expected, found, { below, mean, factor }) };
    },
  };
}
