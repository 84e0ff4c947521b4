/** What the name of a metric tells: `validation/accuracy` is the accuracy of the group validation. */
export interface MetricKey {
  key: string;
  group: 'train' | 'validation' | 'test' | null;
  name: string;
  label: string;
  /** Which end is the good one; null where the name does not say. */
  better: 'higher' | 'lower' | null;
  /** Told in per cent, on the right axis. */
  isShare: boolean;
}

const groupWords = { train: 'Train', validation: 'Val', test: 'Test' } as const;
/** Words that say "less is better", and those that say "more is better", in the names that trainers of any kind give. */
const lowerWords = /(^|_)(loss|error|err|mse|rmse|mae|mape|nll|perplexity|entropy|brier|regret|cost|wer|cer)(_|$)/;
const higherWords =
  /(^|_)(accuracy|acc|f1|auc|auroc|precision|recall|sensitivity|specificity|score|r2|kappa|mcc|iou|dice|bleu|map|reward)(_|$)/;
const shareWords = /(^|_)(accuracy|acc|f1|auc|auroc|precision|recall|sensitivity|specificity|iou|dice|share)(_|$)/;

export function parseMetricKey(key: string): MetricKey {
  const slash = key.indexOf('/');
  const head = slash === -1 ? '' : key.slice(0, slash);
  const group = head === 'train' || head === 'validation' || head === 'test' ? head : null;
  const name = group === null ? key : key.slice(slash + 1);
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  const isLower = lowerWords.test(words);
  const better = isLower ? 'lower' : higherWords.test(words) ? 'higher' : null;
  return { key, group, name, label: labelOf(group, name), better, isShare: !isLower && shareWords.test(words) };
}

function labelOf(group: MetricKey['group'], name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  if (group !== null) return `${groupWords[group]} ${words}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Readings of the machine have a panel of their own. */
export function isSystemKey(key: string): boolean {
  return key.startsWith('system/');
}

/** A loss of a phase (`unit_split_loss`) and its accuracy belong together; this is the phase, or ''. */
export function stageOf(name: string): string {
  const match = /^(.*?)_?(loss|accuracy|acc|error|f1|auc)$/i.exec(name);
  return match?.[1] ?? '';
}
