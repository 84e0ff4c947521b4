import { tokenF1 } from './exact-match.ts';
import { compileMeasure, type Measure, type MetricSetting } from './measure.ts';
import { normalise } from './normalise.ts';
import type { Answer, FailureTag, ItemResult, Scored } from './result.ts';

export type WeightedMetric = MetricSetting & {
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

/** Of one item: what the answer is worth. */
export type Scorer = (answer: Answer, expected: readonly string[]) => ItemResult;

const needsExpected = new Set(['exact_match', 'token_f1', 'bleu', 'rouge1', 'rouge2', 'rougeL', 'rougeLsum']);
/** An empty text may be the right answer, but there is nothing in it to compare words with. */
const needsWords = new Set(['bleu', 'rouge1', 'rouge2', 'rougeL', 'rougeLsum']);
const refusal =
  /^\W*(?:i(?:'|’)?m sorry|i am sorry|sorry|i can(?:no|')t|i cannot|i(?:'|’)m unable|i am unable|as an ai)\b/i;

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function lengthFactor(text: string, expected: readonly string[], rule: ScoreSettings['length']): number {
  if (rule === null || rule === undefined) return 1;
  const allowed = rule.ratio * Math.max(0, ...expected.map(wordCount)) + rule.slack;
  return Math.min(1, allowed / Math.max(1, wordCount(text)));
}

/** Names of metrics in a result; the second of one kind is numbered. */
function namesOf(metrics: readonly WeightedMetric[]): string[] {
  return metrics.map(({ metric }, i) => {
    const earlier = metrics.slice(0, i).filter((one) => one.metric === metric).length;
    return earlier === 0 ? metric : `${metric}_${earlier + 1}`;
  });
}

function refuseSettings(settings: ScoreSettings): void {
  const total = settings.metrics.reduce((sum, { weight = 1 }) => sum + weight, 0);
  if (settings.metrics.some(({ weight = 1 }) => !(weight >= 0)) || !(total > 0)) {
    throw new RangeError('Weights of metrics are numbers from 0, and one of them is above 0');
  }
}

interface Finding {
  tag: FailureTag;
  feedback: string;
}

/** What can be said of a wrong answer without knowing the metric. */
function shapeOf(text: string, finish: string, expected: readonly string[]): Finding | null {
  if (text.trim() === '') return { tag: 'empty', feedback: 'The answer is empty.' };
  if (finish === 'length') return { tag: 'truncated', feedback: 'The answer was cut off at the token limit.' };
  if (refusal.test(text)) return { tag: 'refused', feedback: 'The model refused to answer.' };
  const given = ` ${normalise(text)} `;
  const inside = expected.find((one) => normalise(one) !== '' && given.includes(` ${normalise(one)} `));
  if (inside !== undefined) {
    return { tag: 'extra-text', feedback: `The answer contains ${quote(inside)}, but says more: ${quote(text)}` };
  }
  return null;
}

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}

function wrong(text: string, expected: readonly string[]): Finding {
  const told = expected[0] === undefined ? '' : `, expected ${quote(expected[0])}`;
  const partly = expected.length > 0 && tokenF1(text, expected) > 0;
  return { tag: partly ? 'partly-right' : 'wrong-answer', feedback: `The answer is ${quote(text)}${told}.` };
}

/** The weighted mean of the metrics, times the length guard; 0 where one falls below its floor. */
export function compileScorer(settings: ScoreSettings): Scorer {
  refuseSettings(settings);
  const names = namesOf(settings.metrics);
  const measures: Measure[] = settings.metrics.map(compileMeasure);
  const needs = (names: ReadonlySet<string>): boolean => settings.metrics.some(({ metric }) => names.has(metric));
  const least = { expected: needs(needsExpected), words: needs(needsWords) };
  const total = settings.metrics.reduce((sum, { weight = 1 }) => sum + weight, 0);

  return (answer, expected) => {
    if (answer.status === 'missing') return answer;
    const absent = (least.expected && expected.length === 0) || (least.words && expected.every((one) => one === ''));
    if (absent) return { status: 'missing', reason: 'The item has no expected text.' };
    const found = measures.map((measure) => measure(answer.text, expected));
    const below = settings.metrics.findIndex(({ floor = 0 }, i) => (found[i]?.value ?? 0) < floor);
    const factor = lengthFactor(answer.text, expected, settings.length);
    const mean = settings.metrics.reduce((sum, { weight = 1 }, i) => sum + weight * (found[i]?.value ?? 0), 0) / total;
    const score = below === -1 ? mean * factor : 0;
    const metrics = Object.fromEntries(names.map((name, i) => [name, found[i]?.value ?? 0]));
    if (score >= (settings.pass ?? 1) - 1e-9) return { status: 'ok', score, metrics, tag: null, feedback: 'Right.' };
    return { status: 'failed', score, metrics, ...explain() };

    function explain(): Pick<Scored, 'tag' | 'feedback'> {
      if (answer.status === 'missing') return { tag: null, feedback: '' };
      const shape = shapeOf(answer.text, answer.finish, expected);
      if (shape !== null && shape.tag !== 'extra-text') return shape;
      const told = found.find((one) => one.tag !== null);
      if (told?.tag !== undefined && told.tag !== null) return { tag: told.tag, feedback: told.feedback };
      if (shape !== null) return shape;
      if (factor < 1 && below === -1 && mean >= (settings.pass ?? 1) - 1e-9) {
        return { tag: 'too-long', feedback: `The answer is right but long: ${wordCount(answer.text)} words.` };
      }
      if (below !== -1) {
        const value = (found[below]?.value ?? 0).toFixed(2);
        const floor = settings.metrics[below]?.floor ?? 0;
        return { tag: 'below-floor', feedback: `${names[below]} is ${value}, below its floor of ${floor}.` };
      }
      return wrong(answer.text, expected);
    }
  };
}
