import type { Measured } from './measure.ts';
import type { Missing } from './result.ts';

/** What a metric may know besides the answer and the expected texts. */
export interface About {
  input: string;
  /** Further columns of the item. */
  values: Readonly<Record<string, string>>;
  /** Of the metrics that stand before it. */
  metrics: Readonly<Record<string, number>>;
}

/** A language model judges by the rubric; `pass` knows right and wrong only. */
export interface GradedSetting {
  metric: 'graded';
  rubric: string;
  scale?: 'points' | 'pass';
  /** `blind`: the expected text is graded beside the answer, and not told which is which; `told`: it is; `none`: it is not shown. */
  reference?: 'blind' | 'told' | 'none';
}

/** Metrics that no pure function can give: a program, a language model or a network of its own works them out. */
export type OutsideSetting =
  /** A program that is sent a line of JSON for each answer, and sends one back. */
  | { metric: 'command'; command: readonly string[]; timeout_s?: number }
  | GradedSetting
  /** Greedy cosine of token vectors, as BERTScore is made, by the embedder that is installed. */
  | { metric: 'similarity'; part?: 'f1' | 'precision' | 'recall'; idf?: boolean; baseline?: number };

/** Missing where it says nothing about the answer: a program that dies is no zero. */
export type OutsideMeasure = (answer: string, expected: readonly string[], about: About) => Promise<Measured | Missing>;

export type OpenOutside = (setting: OutsideSetting) => OutsideMeasure;

const kinds: ReadonlySet<string> = new Set<OutsideSetting['metric']>(['command', 'graded', 'similarity']);

export function isOutside<Setting extends { metric: string }>(
  setting: Setting,
): setting is Extract<Setting, OutsideSetting> {
  return kinds.has(setting.metric);
}
