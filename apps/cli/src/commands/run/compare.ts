import type { Comparison, WireNumber } from '@trainyard/contracts';
import type { Look } from '../../terminal/live-view.ts';
import { caveats } from '../../terminal/run-card.ts';
import { statusText } from '../../terminal/status-words.ts';
import { tableText } from '../../terminal/table.ts';
import { intervalText, numberText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';

function change(values: readonly (WireNumber | null)[]): string {
  const [a, b] = values;
  if (typeof a !== 'number' || typeof b !== 'number') return '';
  return `${b >= a ? '+' : ''}${numberText(b - a)}`;
}

function parameterTable({ runs, parameters }: Comparison, look: Look): string {
  const differing = parameters
    .filter((parameter) => parameter.differs)
    // On this page everything is about the configuration: what stands around it needs no such prefix either.
    .map(({ key, values }) => [key.replace(/^config\./, ''), ...values.map((value) => value ?? 'absent')]);
  if (differing.length === 0) return 'Configuration, data, code and seed are the same.';
  const heads = runs.map((run) => ({ title: `run ${run.number}`, wrap: true }));
  return tableText([{ title: 'differs in' }, ...heads], differing, look);
}

function cell(metric: Comparison['metrics'][number], place: number): string {
  const [value, low, high] = [metric.values[place] ?? null, metric.low[place] ?? null, metric.high[place] ?? null];
  if (value === null) return '';
  return low === null || high === null ? numberText(value) : intervalText({ value, low, high });
}

function metricTable({ runs, metrics }: Comparison, look: Look): string | null {
  if (metrics.length === 0) return null;
  const two = runs.length === 2;
  const rows = metrics.map((metric) => [
    metric.label,
    ...runs.map((_, place) => cell(metric, place)),
    ...(two ? [change(metric.values)] : []),
    metric.winner === null ? '' : `run ${runs[metric.winner]?.number ?? ''}`,
  ]);
  const heads = runs.map((run) => ({ title: `run ${run.number}`, right: true }));
  const difference = two ? [{ title: 'difference', right: true }] : [];
  return tableText([{ title: 'metric' }, ...heads, ...difference, { title: 'best' }], rows, look);
}

function untestedText({ runs, significance }: Comparison): string | null {
  const lines = significance.not_comparable.map(
    ({ a, b, reason }) =>
      `run ${runs[a]?.number ?? ''} and run ${runs[b]?.number ?? ''} cannot be tested against each other: ${reason}`,
  );
  return lines.length === 0 ? null : lines.join('\n');
}

export function comparisonText(comparison: Comparison, look: Look): string {
  const { runs, significance, warnings } = comparison;
  const blocks = [
    runs.map((run) => `${look.ink.bold(`run ${run.number}`)}  ${run.name}  ${statusText(run, look.ink)}`).join('\n'),
    parameterTable(comparison, look),
    metricTable(comparison, look),
    look.ink.bold(significance.verdict),
    untestedText(comparison),
    warnings.length === 0 ? null : warnings.map((warning) => look.ink.warn(warning)).join('\n'),
  ];
  for (const run of runs) {
    // The note of a split is among the warnings already.
    const own = caveats({ ...run, split: null }, look).map((line) => `run ${run.number}: ${line}`);
    if (own.length > 0) blocks.push(own.join('\n'));
  }
  return blocks.filter((block) => block !== null).join('\n\n');
}

export async function compareRuns(
  context: CommandContext,
  ids: readonly string[],
  options: { json?: boolean },
): Promise<void> {
  if (ids.length < 2) throw new UsageError('Comparing takes two runs or more: trainyard run compare A B');
  const client = await context.client();
  const comparison = await client.call('compareRuns', { query: { runs: ids.join(',') } });
  if (options.json === true) return context.json(comparison);
  context.terminal.out(comparisonText(comparison, context.look));
}
