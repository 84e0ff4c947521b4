import { fromWire, type Recommendation, type SectionOf } from '@trainyard/contracts';
import { firstOf, percentText, type Rule } from './input.ts';

type ClassRow = SectionOf<'per-class-table'>['data']['rows'][number];

/** How many classes one recommendation names. */
const named = 3;
/** The largest class has so many times the samples of the smallest. */
const lopsided = 5;

function confusedWith(matrix: SectionOf<'confusion-matrix'> | null, label: string): string {
  if (matrix === null) return '';
  const { labels, counts } = matrix.data;
  const at = labels.indexOf(label);
  const row = counts[at] ?? [];
  const all = row.reduce((sum, count) => sum + count, 0);
  let most = -1;
  for (const [k, count] of row.entries()) if (k !== at && count > (row[most] ?? 0)) most = k;
  const count = row[most] ?? 0;
  return count === 0 ? '' : `, ${count} of ${all} are taken for "${labels[most] ?? ''}"`;
}

function recallText({ recall, support }: ClassRow): string {
  const value = fromWire(recall.value);
  if (recall.low === null || recall.high === null) return `recall ${percentText(value)} of ${support}`;
  return `recall ${percentText(value)} (${percentText(fromWire(recall.low))} to ${percentText(fromWire(recall.high))}) of ${support}`;
}

export const weakClass: Rule = ({ sections }): Recommendation | null => {
  const table = firstOf(sections, 'per-class-table');
  const weak = (table?.data.rows ?? [])
    .filter((row) => row.weak && row.scored && Number.isFinite(fromWire(row.recall.value)))
    .sort((a, b) => fromWire(a.recall.value) - fromWire(b.recall.value));
  if (weak.length === 0) return null;
  const matrix = firstOf(sections, 'confusion-matrix');
  const told = weak
    .slice(0, named)
    .map((row) => `"${row.label}": ${recallText(row)}${confusedWith(matrix, row.label)}`);
  const more = weak.length > named ? `; ${weak.length - named} more` : '';
  return {
    id: 'weak-class',
    title: weak.length === 1 ? `The class "${weak[0]?.label ?? ''}" is weak` : `${weak.length} classes are weak`,
    evidence: `${told.join('; ')}${more}. Look at its failures and add recordings of it.`,
    action: null,
  };
};

export const classImbalance: Rule = ({ sections }): Recommendation | null => {
  const rows = (firstOf(sections, 'per-class-table')?.data.rows ?? []).filter((row) => row.scored && row.support > 0);
  if (rows.length < 2) return null;
  const most = rows.reduce((a, b) => (b.support > a.support ? b : a));
  const least = rows.reduce((a, b) => (b.support < a.support ? b : a));
  if (most.support < lopsided * least.support) return null;
  return {
    id: 'class-imbalance',
    title: 'The classes are of very unequal size',
    evidence: `The test part holds ${most.support} samples of "${most.label}" and ${least.support} of "${least.label}": the accuracy is mostly about the large classes, macro F1 weighs all alike.`,
    action: null,
  };
};

export const unscoredClasses: Rule = ({ sections, split }): Recommendation | null => {
  const rows = firstOf(sections, 'per-class-table')?.data.rows ?? [];
  const labels = [
    ...new Set([...(split?.not_scored ?? []), ...rows.filter((row) => !row.scored).map((row) => row.label)]),
  ];
  if (labels.length === 0) return null;
  const told = labels.slice(0, 8).map((label) => `"${label}"`);
  const more = labels.length > 8 ? ` and ${labels.length - 8} more` : '';
  return {
    id: 'unscored-classes',
    title: labels.length === 1 ? 'One class was not scored' : `${labels.length} classes were not scored`,
    evidence: `No sample of ${told.join(', ')}${more} is in the test part: no figure here says anything about ${labels.length === 1 ? 'it' : 'them'}. More units of ${labels.length === 1 ? 'this class' : 'these classes'} would change that.`,
    action: null,
  };
};
