import type { CheckpointRow, Run } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { statusText } from './status-words.ts';
import { factsText, tableText } from './table.ts';
import { agoText, bytesText, durationText, numberText, percentText } from './words.ts';

/** `SIMULATED`, and where the split flatters, what it is. */
export function caveats(run: Run, look: Look): string[] {
  const lines: string[] = [];
  if (run.badge !== null)
    lines.push(look.ink.warn(`[${run.badge}] The data are ${run.badge.toLowerCase()}, and so are these scores.`));
  if (run.split?.note != null) lines.push(look.ink.warn(`Split by ${run.split.by}: ${run.split.note}`));
  return lines;
}

function progressFact(run: Run): string {
  const { progress } = run;
  const parts = [
    progress.fraction === null ? null : percentText(progress.fraction),
    progress.epoch === null
      ? null
      : `${progress.epoch_name ?? 'epoch'} ${numberText(progress.epoch)}${progress.total_epochs === null ? '' : `/${numberText(progress.total_epochs)}`}`,
    progress.phase,
    progress.message,
    progress.eta_s === null || run.status !== 'running' ? null : `ETA ${durationText(progress.eta_s)}`,
  ];
  return parts.filter((part) => part !== null && part !== '').join('  ');
}

/** All of one run that fits on a screen. */
export function runCard(run: Run, now: number, look: Look): string {
  const { ink } = look;
  const facts = factsText(
    [
      ['status', statusText(run, ink) + (run.pending.length === 0 ? '' : `  (${run.pending.join(', ')} asked)`)],
      ['why', run.status === 'completed' ? null : (run.reason?.message ?? null)],
      ['hint', run.reason?.hint ?? null],
      ['trainer', [run.trainer ?? 'external', run.preset].filter((part) => part !== null).join(', preset ')],
      [
        'data set',
        run.dataset === null ? null : `${run.dataset.name}@${run.dataset.version}  ${run.dataset.digest.slice(0, 12)}`,
      ],
      ['split', run.split === null ? null : `by ${run.split.by}`],
      ['progress', run.status === 'completed' ? null : progressFact(run)],
      [
        'time',
        run.started_at === null
          ? `queued ${agoText(run.queued_at, now)}`
          : `${durationText(run.running_s)} running, started ${agoText(run.started_at, now)}`,
      ],
      ['attempt', run.attempt > 1 ? `${run.attempt} (${run.retries} retries)` : null],
      ['worker', run.worker === null ? null : `${run.worker.name} on ${run.worker.host}`],
      [
        'record',
        [
          run.seed === null ? null : `seed ${run.seed}`,
          run.threads === null ? null : `threads ${run.threads}`,
          run.priority === 'normal' ? null : `priority ${run.priority}`,
        ]
          .filter((part) => part !== null)
          .join(', '),
      ],
      [
        'continued from',
        run.continued_from === null
          ? null
          : `run ${run.continued_from.number}, checkpoint ${run.continued_from.checkpoint}`,
      ],
      ['experiment', `${run.experiment.number}  ${run.experiment.name}`],
      [
        'tags',
        Object.entries(run.tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
      ],
      ['notes', run.notes],
      ['id', run.id],
    ],
    look,
  );
  return [`${ink.bold(`Run ${run.number}`)}  ${run.name}`, ...caveats(run, look), facts].join('\n');
}

/** Latest values; resource readings apart. */
export function metricsText(run: Run, look: Look): string {
  const rows = Object.entries(run.metrics)
    .filter(([key]) => !key.startsWith('system/'))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, value]) => [key, numberText(value)]);
  return rows.length === 0 ? '' : tableText([{ title: 'metric' }, { title: 'latest', right: true }], rows, look);
}

/** `counts`: what the trainer counts, epochs or its own word for them. */
export function checkpointsText(
  checkpoints: readonly CheckpointRow[],
  { limit, counts }: { limit: number; counts: string },
  look: Look,
): string {
  if (checkpoints.length === 0) return '';
  const rows = checkpoints
    .slice(0, limit)
    .map((row) => [
      row.name,
      numberText(row.step),
      row.epoch === null ? '' : numberText(row.epoch),
      bytesText(row.size),
      row.best ? look.ink.good('best') : '',
    ]);
  return tableText(
    [
      { title: 'checkpoint' },
      { title: 'step', right: true },
      { title: counts, right: true },
      { title: 'size', right: true },
      { title: '' },
    ],
    rows,
    look,
  );
}
