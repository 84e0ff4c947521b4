const up = ['accuracy', 'f1', 'auc', 'r2', 'precision', 'recall', 'score', 'map'];
const down = [
  'loss',
  'error',
  'rmse',
  'mse',
  'mae',
  'mape',
  'smape',
  'brier',
  'ece',
  'perplexity',
  'seconds',
  'latency',
];
const shares = ['accuracy', 'f1', 'auc', 'precision', 'recall', 'sensitivity', 'specificity'];

const wordsOf = (key: string): string[] => key.toLowerCase().split(/[^a-z0-9]+/);

/** Which way a metric is better, by the words of its name; of several the last decides. */
export function betterByName(key: string): 'higher' | 'lower' | null {
  for (const word of wordsOf(key).reverse()) {
    if (up.includes(word)) return 'higher';
    if (down.includes(word)) return 'lower';
  }
  return null;
}

/** Read as per cent of 1. */
export function isShare(key: string): boolean {
  return betterByName(key) !== 'lower' && wordsOf(key).some((word) => shares.includes(word));
}

/** `validation/macro_f1` → `Validation macro f1`. */
export function metricTitle(key: string): string {
  const text = key.replaceAll(/[/_]+/g, ' ').trim();
  return text === '' ? key : (text[0]?.toUpperCase() ?? '') + text.slice(1);
}

const partOrder = ['test', 'validation', 'train'];

/** What a table shows of its own accord: a figure that says how good a run is, and its loss. */
export function tellingMetrics(counted: readonly { name: string; runs: number }[]): string[] {
  const rank = ({ name, runs }: { name: string; runs: number }): number => {
    const part = partOrder.findIndex((one) => name.startsWith(`${one}/`));
    return runs * (part === -1 ? 0.5 : 1 - part * 0.2);
  };
  const best = (wanted: (name: string) => boolean): string | undefined =>
    counted.filter(({ name }) => wanted(name)).toSorted((a, b) => rank(b) - rank(a))[0]?.name;
  const quality = best(isShare) ?? best((name) => betterByName(name) === 'higher');
  const loss = best((name) => betterByName(name) === 'lower');
  return [quality, loss].filter((name) => name !== undefined);
}
