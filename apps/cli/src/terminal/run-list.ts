import type { Experiment, Run } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import type { Look } from './live-view.ts';
import { columnText, type RunColumn } from './run-columns.ts';
import { statusText } from './status-words.ts';
import { tableText } from './table.ts';
import { agoText, durationText, numberText, percentText } from './words.ts';

const telling = [
  /^test\/.*(accuracy|f1|r2|auc)/,
  /^test\//,
  /^validation\/.*(accuracy|f1|r2|auc)/,
  /^validation\//,
  /./,
];

/** The metric that says most about a run, a test or validation score where there is one: `accuracy 0.981 (test)`. */
function headlineMetric(run: Run): string {
  const keys = Object.keys(run.metrics).filter((key) => !key.startsWith('system/'));
  for (const wanted of telling) {
    const key = keys.find((candidate) => wanted.test(candidate));
    const value = key === undefined ? undefined : run.metrics[key];
    if (key === undefined || value === undefined) continue;
    const [group = '', ...rest] = key.split('/');
    return rest.length === 0 ? `${key} ${numberText(value)}` : `${rest.join('/')} ${numberText(value)} (${group})`;
  }
  return '';
}

function statusCell(run: Run, look: Look): string {
  const status = statusText(run, look.ink);
  const share = run.progress.fraction;
  return share === null || hasEnded(run.status) || run.status === 'queued' ? status : `${status} ${percentText(share)}`;
}

export function runList(runs: readonly Run[], now: number, look: Look, columns: readonly RunColumn[] = []): string {
  const { ink } = look;
  const rows = runs.map((run) => [
    String(run.number),
    run.name,
    [run.trainer ?? 'external', run.preset].filter((part) => part !== null).join(' '),
    run.dataset === null ? '' : `${run.dataset.name}@${run.dataset.version}`,
    statusCell(run, look),
    headlineMetric(run) + (run.badge === null ? '' : ` ${ink.warn(`[${run.badge}]`)}`),
    ...columns.map((column) => columnText(run, column)),
    run.running_s > 0 ? durationText(run.running_s) : '',
    agoText(run.created_at, now),
  ]);
  return tableText(
    [
      { title: 'run', right: true },
      { title: 'name', wrap: true },
      { title: 'trainer', wrap: true },
      { title: 'data set', wrap: true },
      { title: 'status' },
      { title: 'metric', wrap: true },
      ...columns.map(({ title, group }) => ({ title, right: group === 'metric', wrap: true })),
      { title: 'time', right: true },
      { title: 'made' },
    ],
    rows,
    look,
  );
}

export function countsText(experiment: Experiment): string {
  return Object.entries(experiment.counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}
