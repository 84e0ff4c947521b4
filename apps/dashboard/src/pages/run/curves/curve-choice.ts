import { isSystemKey, type MetricKey, parseMetricKey, stageOf } from '../metrics/metric-key.ts';

/** What is drawn at first: losses on the left, shares on the right, training and validation of each. */
export function firstChoice(keys: readonly string[]): string[] {
  const metrics = keys.filter((key) => !isSystemKey(key)).map(parseMetricKey);
  const curves = metrics.filter(({ group }) => group !== 'test');
  const plain = (metric: MetricKey) => stageOf(metric.name) === '' || stageOf(metric.name) === 'main';
  const losses = pick(
    curves.filter((metric) => metric.better === 'lower'),
    plain,
  );
  const shares = pick(
    curves.filter((metric) => metric.better === 'higher'),
    plain,
  );
  const chosen = [...losses, ...shares];
  if (chosen.length > 0) return chosen;
  return (curves.length > 0 ? curves : metrics).slice(0, 2).map(({ key }) => key);
}

/** One name in each of its groups; the plainest name that there is. */
function pick(metrics: readonly MetricKey[], plain: (metric: MetricKey) => boolean): string[] {
  const known = ['loss', 'accuracy'];
  const names = [...new Set(metrics.map(({ name }) => name))].sort((a, b) => {
    const rank = (name: string) =>
      known.includes(name) ? 0 : metrics.some((m) => m.name === name && plain(m)) ? 1 : 2;
    return rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1);
  });
  const chosen = metrics.filter(({ name }) => name === names[0]);
  // What is watched on the training part alone, by a name of its own, stands beside it.
  const train = chosen.some(({ group }) => group === 'train')
    ? undefined
    : metrics.find(({ group }) => group === 'train');
  const beside = chosen.some(({ group }) => group === 'validation') && train !== undefined ? [train] : [];
  return [...beside, ...chosen].map(({ key }) => key);
}

/** Shares stand on the right when something else stands on the left. */
export function axisOf(metric: MetricKey, chosen: readonly MetricKey[]): 'left' | 'right' {
  const isMixed = chosen.some(({ isShare }) => isShare) && chosen.some(({ isShare }) => !isShare);
  if (isMixed) return metric.isShare ? 'right' : 'left';
  // Of others, what is far from the first in kind goes to the right: a learning rate beside a loss.
  const first = chosen[0];
  return first === undefined || first.better === metric.better ? 'left' : 'right';
}

/** Which hue: a metric keeps its hue in all its groups; losses are blue, shares orange. */
export function hueOf(metric: MetricKey, chosen: readonly MetricKey[]): number {
  const names = [...new Set(chosen.map(({ name }) => name))];
  const others = names.filter((name) => name !== lossName(chosen) && name !== shareName(chosen));
  if (metric.name === lossName(chosen)) return 0;
  if (metric.name === shareName(chosen)) return 1;
  return 2 + others.indexOf(metric.name);
}

function lossName(chosen: readonly MetricKey[]): string | undefined {
  return chosen.find(({ better }) => better === 'lower')?.name;
}
function shareName(chosen: readonly MetricKey[]): string | undefined {
  return chosen.find(({ better }) => better === 'higher')?.name;
}

/** For the list of all metrics: by name, each with its groups. */
export function groupedKeys(keys: readonly string[]): { name: string; metrics: MetricKey[] }[] {
  const byName = new Map<string, MetricKey[]>();
  for (const key of keys) {
    if (isSystemKey(key)) continue;
    const metric = parseMetricKey(key);
    byName.set(metric.name, [...(byName.get(metric.name) ?? []), metric]);
  }
  return [...byName].map(([name, metrics]) => ({ name, metrics })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
