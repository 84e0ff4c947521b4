import type { ModelVersion } from '@trainyard/contracts';
import { bestText } from '../overview/best-text.ts';

/** `Accuracy 93.0 % (90.1 to 95.2)`; null where the run was judged by nothing. */
export function metricWords({ metric }: Pick<ModelVersion, 'metric'>): string | null {
  return metric === null ? null : `${metric.label} ${bestText(metric)}`;
}

/** Why a score flatters: of the split, or of the metric itself. */
export function caveatOf({ metric, split }: Pick<ModelVersion, 'metric' | 'split'>): string | null {
  return split?.note ?? metric?.note ?? null;
}

/** A name that can be a model's, made of any words; empty where nothing of them can. */
export function modelNameFrom(words: string): string {
  return words
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}

const slug = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What is wrong with a name or an alias, or null. */
export function nameFault(name: string): string | null {
  if (name === '') return 'A name is needed.';
  if (name.length > 60) return 'At most 60 characters.';
  return slug.test(name) ? null : 'Lower-case words of letters and digits, joined by “-”.';
}
