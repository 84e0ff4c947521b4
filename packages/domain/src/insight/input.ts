import type { Recommendation, Section, SectionOf, SectionType } from '@trainyard/contracts';
import type { Better } from '../comparison/index.ts';

/** Values that are numbers, in the order of their steps. */
export interface Curve {
  steps: readonly number[];
  values: readonly number[];
}

/** One metric on both sides, such as `train/loss` and `validation/loss`. */
export interface CurvePair {
  metric: string;
  better: Better;
  train: Curve | null;
  validation: Curve;
}

/** What recommendations are drawn from: sections, series and settings, whatever trainer made them. */
export interface InsightInput {
  sections: readonly Section[];
  curves: readonly CurvePair[];
  config: Readonly<Record<string, unknown>>;
  /** Parameters that may be changed when the run goes on from its last checkpoint; empty where there is none. */
  continuable: readonly string[];
  split: { note: string | null; not_scored: readonly string[]; sizes: Readonly<Record<string, number>> } | null;
  /** Physical units in the test part, and the seed that chose them; null or absent where the split does not go by unit. */
  units?: { column: string; test: number; seed: number } | null;
}

export type Rule = (input: InsightInput) => Recommendation | null;

export function firstOf<T extends SectionType>(sections: readonly Section[], type: T): SectionOf<T> | null {
  // The type of a section names its shape: `section` in contracts is the union over it.
  return (sections.find((section) => section.type === type) as SectionOf<T> | undefined) ?? null;
}

export function percentText(value: number): string {
  return `${Number((100 * value).toFixed(1))} %`;
}

export function valueText(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Shares of what is better when higher are told in per cent; everything else as it is. */
export function scoreText(value: number, better: Better): string {
  return better === 'higher' && value >= 0 && value <= 1 ? percentText(value) : valueText(value);
}

export function metricWords(metric: string): string {
  return metric.replaceAll('_', ' ');
}
