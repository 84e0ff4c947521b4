import { compileMeasure, type Measured } from './measure.ts';
import { type About, isOutside, type OpenOutside } from './outside.ts';
import type { Answer, ItemResult, Missing } from './result.ts';
import { type Answered, type ScoreSettings, scoringOf, type WeightedMetric } from './scoring.ts';

/** What is known of an item besides its expected texts. */
export type AboutItem = Omit<About, 'metrics'>;

/** Of one item: what the answer is worth. */
export type Scorer = (answer: Answer, expected: readonly string[], about?: AboutItem) => ItemResult;

/** The same, for metrics that take their time. */
export type Judge = (answer: Answer, expected: readonly string[], about: AboutItem) => Promise<ItemResult>;

const nothingKnown: AboutItem = { input: '', values: {} };

type Found = (Measured | null)[];

function knownBy(names: readonly string[], found: Found): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (found[i] ? [[name, found[i].value] as const] : [])));
}

function missing(name: string, reason: string): Missing {
  return { status: 'missing', reason: `${name}: ${reason}` };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Metrics of texts alone. Throws where one needs more than that. */
export function compileScorer(settings: ScoreSettings): Scorer {
  const scoring = scoringOf(settings);
  const measures = settings.metrics.map((setting) => {
    if (isOutside(setting)) throw new RangeError(`The metric ${setting.metric} is not available here`);
    return { setting, measure: compileMeasure(setting) };
  });
  return (answer, expected, about = nothingKnown) => {
    if (answer.status === 'missing') return answer;
    const unfit = scoring.unfit(expected);
    if (unfit !== null) return unfit;
    const found: Found = [];
    for (const [i, { setting, measure }] of measures.entries()) {
      try {
        found.push(measure(answer.text, expected, { ...about, metrics: knownBy(scoring.names, found) }));
      } catch (error) {
        if (!scoring.isOnlyReported(setting)) return missing(scoring.names[i] ?? '', reasonOf(error));
        found.push(null);
      }
    }
    return scoring.combine(answer, expected, found);
  };
}

/**
 * Metrics of every kind. One that cannot be told makes the item missing, unless it is only reported; what `open` throws for an
 * answer (nothing more may be asked) is the caller's.
 */
export function compileJudge(settings: ScoreSettings, open: OpenOutside): Judge {
  const scoring = scoringOf(settings);
  type Step = (answer: Answered, expected: readonly string[], about: About) => Promise<Measured | Missing>;
  const steps = settings.metrics.map((setting: WeightedMetric): { setting: WeightedMetric; step: Step } => {
    if (isOutside(setting)) {
      const measure = open(setting);
      return { setting, step: ({ text }, expected, about) => measure(text, expected, about) };
    }
    const measure = compileMeasure(setting);
    const step: Step = async ({ text }, expected, about) => {
      try {
        return measure(text, expected, about);
      } catch (error) {
        return { status: 'missing', reason: reasonOf(error) };
      }
    };
    return { setting, step };
  });
  return async (answer, expected, about) => {
    if (answer.status === 'missing') return answer;
    const unfit = scoring.unfit(expected);
    if (unfit !== null) return unfit;
    const found: Found = [];
    for (const [i, { setting, step }] of steps.entries()) {
      const told = await step(answer, expected, { ...about, metrics: knownBy(scoring.names, found) });
      if (!('status' in told)) found.push(told);
      else if (scoring.isOnlyReported(setting)) found.push(null);
      else return missing(scoring.names[i] ?? '', told.reason);
    }
    return scoring.combine(answer, expected, found);
  };
}
