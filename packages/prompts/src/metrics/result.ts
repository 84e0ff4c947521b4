/** Why an answer is not right; scripted edits and the optimizer are told by these. */
export const failureTags = [
  'empty',
  'refused',
  'truncated',
  'invalid-json',
  'schema',
  'no-match',
  'extra-text',
  'too-long',
  'below-floor',
  'partly-right',
  'wrong-answer',
] as const;
export type FailureTag = (typeof failureTags)[number];

/** An answer that came: right (`ok`) or not (`failed`). Means are taken of these, and only of these. */
export interface Scored {
  status: 'ok' | 'failed';
  /** 0 to 1. */
  score: number;
  /** Each metric by its name, 0 to 1, before weights. */
  metrics: Record<string, number>;
  tag: FailureTag | null;
  /** One line for the optimizer and for people. */
  feedback: string;
}

/** No answer came, or none that says anything about the prompt: an error of a provider is never a zero. */
export interface Missing {
  status: 'missing';
  reason: string;
}

export type ItemResult = Scored | Missing;

export type Answer =
  | {
      status: 'answered';
      text: string /** As the provider told it: `stop`, `length`, `content_filter`. */;
      finish: string;
    }
  | { status: 'missing'; reason: string };

export interface MeanScore {
  /** NaN where no item was scored. */
  mean: number;
  scored: number;
  missing: number;
}

export function meanScore(results: readonly ItemResult[]): MeanScore {
  const scores = results.flatMap((result) => (result.status === 'missing' ? [] : [result.score]));
  const mean = scores.length === 0 ? Number.NaN : scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { mean, scored: scores.length, missing: results.length - scores.length };
}
