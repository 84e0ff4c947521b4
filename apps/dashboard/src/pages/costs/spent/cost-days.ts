import type { LanguageUsageSum } from '@trainyard/contracts';
import { spentOf } from './sum-words.ts';

export type Measure = 'cost' | 'calls' | 'tokens';

export interface Bars {
  /** Days as `2026-03-04`; of long times months as `2026-03`. */
  times: string[];
  per: 'day' | 'month';
  /** The largest first; the rest together as the last. */
  series: { name: string; values: number[] }[];
  total: number;
}

const mostSeries = 7;
const mostDays = 120;
const dayMs = 86_400_000;

function measured(sum: LanguageUsageSum, measure: Measure): number {
  if (measure === 'cost') return spentOf(sum);
  return measure === 'calls' ? sum.calls : sum.input_tokens + sum.output_tokens;
}

function everyDay(first: string, last: string): string[] {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const days = Math.max(0, Math.round((to - from) / dayMs));
  return Array.from({ length: days + 1 }, (_, i) => new Date(from + i * dayMs).toISOString().slice(0, 10));
}

/** Each day of the time, also those without a call; `since` undefined: from the first call on. */
export function costBars(
  sums: readonly LanguageUsageSum[],
  {
    measure,
    since,
    now,
    nameOf,
  }: { measure: Measure; since: string | undefined; now: number; nameOf: (group: string | null) => string },
): Bars {
  const daysSeen = sums.flatMap(({ day }) => (day === null ? [] : [day])).sort();
  const today = new Date(now).toISOString().slice(0, 10);
  const first = since?.slice(0, 10) ?? daysSeen[0] ?? today;
  // A clock that is behind the server's must not hide the newest day.
  const last = [today, daysSeen.at(-1) ?? today].sort().at(-1) ?? today;
  const days = everyDay(first, last);
  const per = days.length > mostDays ? 'month' : 'day';
  const timeOf = (day: string): string => (per === 'month' ? day.slice(0, 7) : day);
  const times = [...new Set(days.map(timeOf))];
  const place = new Map(times.map((time, i) => [time, i]));

  const byName = new Map<string, number[]>();
  for (const sum of sums) {
    const at = sum.day === null ? undefined : place.get(timeOf(sum.day));
    if (at === undefined) continue;
    const name = nameOf(sum.group);
    const values = byName.get(name) ?? times.map(() => 0);
    values[at] = (values[at] ?? 0) + measured(sum, measure);
    byName.set(name, values);
  }
  const whole = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const all = [...byName].map(([name, values]) => ({ name, values, sum: whole(values) }));
  const shown = all.filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum);
  const kept = shown.length > mostSeries ? shown.slice(0, mostSeries - 1) : shown;
  const rest = shown.slice(kept.length);
  const others = {
    name: `${rest.length} others`,
    values: times.map((_, i) => whole(rest.map(({ values }) => values[i] ?? 0))),
  };
  return {
    times,
    per,
    series: [...kept.map(({ name, values }) => ({ name, values })), ...(rest.length > 0 ? [others] : [])],
    total: whole(shown.map(({ sum }) => sum)),
  };
}
