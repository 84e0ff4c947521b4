import type { BatchInterval, BatchMetric, BatchSummary } from '@trainyard/contracts';
import { bootstrapMean, clusterBootstrap } from '@trainyard/domain';
import { compileScorer, type ItemResult, type Scorer, type ScoreSettings } from '@trainyard/prompts/metrics';
import { enoughAnswers } from '@trainyard/prompts/race';
import type { BatchScores } from '@trainyard/store';

export interface Scoring {
  metrics: readonly BatchMetric[];
  pass: number;
  length_ratio: number;
}

/** Longer than the guard's multiple by so many words costs nothing yet. */
const lengthSlack = 5;

export function settingsOf({ metrics, pass, length_ratio }: Scoring): ScoreSettings {
  return { metrics, pass, length: length_ratio > 0 ? { ratio: length_ratio, slack: lengthSlack } : null };
}

export interface AnswerToScore {
  text: string;
  finish: string;
  expected: string[];
  input: string;
  values: Record<string, string>;
}

const mostKept = 20;
const kept = new Map<string, Scorer>();

/** On the thread: long texts take their time. */
export function scoreAnswers(scoring: Scoring, answers: readonly AnswerToScore[]): ItemResult[] {
  const name = JSON.stringify(scoring);
  const scorer = kept.get(name) ?? compileScorer(settingsOf(scoring));
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, scorer);
  return answers.map(({ text, finish, expected, ...about }) =>
    scorer({ status: 'answered', text, finish }, expected, about),
  );
}

/** With more items than this, fewer draws say the same. */
const manyItems = 5000;

function intervalOf(values: readonly number[], groups: readonly string[] | null): BatchInterval {
  const draws = values.length > manyItems ? 500 : 2000;
  const { value, low, high } =
    groups === null
      ? bootstrapMean(values, { draws })
      : clusterBootstrap(
          values,
          values.map(() => 0),
          groups,
          { draws },
        );
  return { value, low, high };
}

/** Null where nothing was scored. */
export function summaryOf({ items, right, scored, vectors }: BatchScores): BatchSummary | null {
  const [score, ...metrics] = vectors;
  if (score === undefined || scored === 0) return null;
  const missing = items - score.values.length;
  return {
    items: score.values.length,
    missing,
    score: intervalOf(score.values, score.groups),
    metrics: Object.fromEntries(metrics.map(({ name, values, groups }) => [name, intervalOf(values, groups)])),
    right: right / scored,
    note: enoughAnswers(score.values.length, items)
      ? null
      : `${missing} of ${items} items have no score: these figures are of the others, which are no chance sample of all.`,
  };
}
