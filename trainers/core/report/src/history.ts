import type { Section, SectionOf, WireNumber } from '@trainyard/contracts';
import type { SeriesWindow } from './read-run.ts';

/** Charts of history on paper; the run's page has every series. */
const mostCharts = 6;
type Line = SectionOf<'curves'>['data']['lines'][number];

/** What people look at first. */
const rank = (name: string): number => {
  const words = ['loss', 'accuracy', 'f1', 'auc', 'error', 'rmse', 'mae', 'r2'];
  const found = words.findIndex((word) => name.toLowerCase().includes(word));
  return found === -1 ? words.length : found;
};

function lineOf(name: string, window: SeriesWindow, dashed: boolean): Line {
  const x: WireNumber[] = [];
  const y: WireNumber[] = [];
  for (const [step, value] of window.points ?? []) {
    x.push(step);
    y.push(value);
  }
  // Both ends of a stretch, so that a spike is seen.
  for (const [step, low, high] of window.buckets ?? []) {
    x.push(step);
    y.push(low);
    if (low === high) continue;
    x.push(step);
    y.push(high);
  }
  return { name, x, y, dashed };
}

/** One chart a metric with its groups over each other: training dashed, validation solid. */
export function historySections(series: readonly SeriesWindow[]): { sections: Section[]; leftOut: number } {
  const byMetric = new Map<string, Line[]>();
  for (const window of series) {
    if (window.key.startsWith('system/') || window.total < 2) continue;
    const at = window.key.indexOf('/');
    const group = at === -1 ? '' : window.key.slice(0, at);
    const known = group === 'train' || group === 'validation' || group === 'test';
    const metric = known ? window.key.slice(at + 1) : window.key;
    byMetric.set(metric, [
      ...(byMetric.get(metric) ?? []),
      lineOf(known ? `${group} ${metric}` : metric, window, group === 'train'),
    ]);
  }
  const metrics = [...byMetric].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const sections = metrics.slice(0, mostCharts).map(
    ([metric, lines]): Section => ({
      type: 'curves',
      title: metric.slice(0, 200),
      notes: [],
      data: {
        x: { label: 'step', unit: '', log: false },
        y: { label: metric, unit: '', log: false },
        lines,
      },
    }),
  );
  return { sections, leftOut: Math.max(0, metrics.length - mostCharts) };
}
