import type { FrozenRun, Run, WireNumber } from '@trainyard/contracts';
import type { Look } from '../../terminal/live-view.ts';
import { caveats } from '../../terminal/run-card.ts';
import { tableText } from '../../terminal/table.ts';
import { numberText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';

/** Lists are values; groups of settings are descended into. */
function flat(value: unknown, prefix = ''): Map<string, string> {
  const entries = new Map<string, string>();
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup) return entries.set(prefix, typeof value === 'string' && value !== '' ? value : JSON.stringify(value));
  for (const [key, child] of Object.entries(value)) {
    for (const [path, text] of flat(child, prefix === '' ? key : `${prefix}.${key}`)) entries.set(path, text);
  }
  return entries;
}

/** What of a record bears on its result. */
function recordOf(record: FrozenRun | null, run: Run): Map<string, string> {
  if (record === null) return flat({ trainer: run.trainer ?? 'external', tags: run.tags });
  return flat({
    trainer: record.trainer.id,
    code: record.trainer.code_digest.slice(0, 12),
    lock: record.trainer.lock_digest?.slice(0, 12) ?? 'none',
    preset: record.preset ?? 'none',
    dataset: record.dataset === null ? 'none' : `${record.dataset.name}@${record.dataset.version}`,
    'split (digest)': record.split?.digest.slice(0, 12) ?? 'none',
    seed: record.seed,
    threads: record.resources.threads,
    ...record.config,
  });
}

export interface Compared {
  run: Run;
  record: FrozenRun | null;
}

interface Difference {
  key: string;
  values: (string | null)[];
}

function differences(runs: readonly Compared[]): Difference[] {
  const records = runs.map(({ run, record }) => recordOf(record, run));
  const keys = new Set(records.flatMap((record) => [...record.keys()]));
  return [...keys]
    .map((key) => ({ key, values: records.map((record) => record.get(key) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function metricsSideBySide(runs: readonly Compared[]): { key: string; values: (WireNumber | null)[] }[] {
  const keys = new Set(runs.flatMap(({ run }) => Object.keys(run.metrics).filter((key) => !key.startsWith('system/'))));
  return [...keys].sort().map((key) => ({ key, values: runs.map(({ run }) => run.metrics[key] ?? null) }));
}

function change(values: readonly (WireNumber | null)[]): string {
  const [a, b] = values;
  if (typeof a !== 'number' || typeof b !== 'number') return '';
  return `${b >= a ? '+' : ''}${numberText(b - a)}`;
}

export function comparisonText(runs: readonly Compared[], look: Look): string {
  const heads = runs.map(({ run }) => ({ title: `run ${run.number}`, right: true }));
  const two = runs.length === 2;
  const blocks = [
    runs.map(({ run }) => `${look.ink.bold(`run ${run.number}`)}  ${run.name}  ${run.status}`).join('\n'),
  ];

  const differing = differences(runs).map(({ key, values }) => [key, ...values.map((value) => value ?? 'absent')]);
  blocks.push(
    differing.length === 0
      ? 'Configuration, data, code and seed are the same.'
      : tableText([{ title: 'differs in' }, ...heads.map(({ title }) => ({ title, wrap: true }))], differing, look),
  );
  const metrics = metricsSideBySide(runs).map(({ key, values }) => [
    key,
    ...values.map((value) => (value === null ? '' : numberText(value))),
    ...(two ? [change(values)] : []),
  ]);
  if (metrics.length > 0) {
    const columns = [{ title: 'metric' }, ...heads, ...(two ? [{ title: 'difference', right: true }] : [])];
    blocks.push(tableText(columns, metrics, look));
  }
  const splits = new Set(runs.map(({ record }) => record?.split?.digest ?? null));
  if (splits.size > 1)
    blocks.push(
      look.ink.warn('The runs were scored on different splits: their scores are not about the same samples.'),
    );
  for (const { run } of runs) blocks.push(...caveats(run, look).map((line) => `run ${run.number}: ${line}`));
  return blocks.join('\n\n');
}

export async function compareRuns(
  context: CommandContext,
  ids: readonly string[],
  options: { json?: boolean },
): Promise<void> {
  if (ids.length < 2) throw new UsageError('Comparing takes two runs or more: trainyard run compare A B');
  const client = await context.client();
  const runs = await Promise.all(
    ids.map(async (id): Promise<Compared> => {
      const run = await client.call('getRun', { params: { id } });
      const record = run.executor === 'external' ? null : await client.call('getRunConfig', { params: { id } });
      return { run, record };
    }),
  );
  if (options.json === true) {
    return context.json({
      runs: runs.map(({ run }) => ({ id: run.id, number: run.number, name: run.name, status: run.status })),
      differences: differences(runs),
      metrics: metricsSideBySide(runs),
    });
  }
  context.terminal.out(comparisonText(runs, context.look));
}
