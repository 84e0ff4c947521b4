import type { Run, RunProgress } from '@trainyard/contracts';
import { formatDuration } from '../../../format/duration.ts';
import { formatInteger, formatNumber, formatPercent } from '../../../format/number.ts';

/** What the trainer counts: `epoch`, or its own word for it. */
export function epochName({ epoch_name: name }: Pick<RunProgress, 'epoch_name'>): string {
  return name ?? 'epoch';
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `Epoch 41 of 60`, or the next best that is known. */
export function progressWords(progress: RunProgress): string | null {
  const { epoch, total_epochs, step, total_steps, fraction } = progress;
  if (epoch !== null)
    return `${capital(epochName(progress))} ${formatNumber(epoch)}${total_epochs === null ? '' : ` of ${formatNumber(total_epochs)}`}`;
  // Some trainers count in shares of one.
  if (step !== null && Number.isInteger(step) && total_steps !== 1)
    return `Step ${formatInteger(step)}${total_steps === null ? '' : ` of ${formatInteger(total_steps)}`}`;
  return fraction === null ? null : formatPercent(fraction, 0);
}

/** What it does right now, in the trainer's own words; each thing once. */
export function doingWords(progress: RunProgress): string | null {
  const parts = [progress.phase, progress.message].filter((part) => part !== null && part.trim() !== '');
  return parts.length === 0 ? null : [...new Set(parts)].join(': ');
}

/** Time left, counted down since it was estimated; null while nobody knows. */
export function secondsLeft(run: Pick<Run, 'status' | 'progress'>, progressAt: number, now: number): number | null {
  const { eta_s: eta } = run.progress;
  if (eta === null || run.status !== 'running') return null;
  return Math.max(0, eta - Math.max(0, now - progressAt) / 1000);
}

const graceMs = 5_000;

/** For how long nothing has come although the trainer had promised a line; null while all is well. */
export function stalledWords(run: Pick<Run, 'status' | 'progress'>, now: number): string | null {
  const { expected_at: due } = run.progress;
  if (run.status !== 'running' || due === null) return null;
  const late = now - new Date(due).getTime();
  if (!(late > graceMs)) return null;
  return `No word from the trainer: its next was due ${formatDuration(Math.floor(late / 1000))} ago. It may be busy with something long, or stuck; the log tells.`;
}

/** What a step of its metrics is: metrics that end where the epochs are count epochs. */
export function stepWordOf(progress: RunProgress, lastStep: number | null): string {
  const { epoch, total_epochs: total } = progress;
  if (epoch === null || lastStep === null) return 'step';
  return lastStep <= Math.max(epoch + 1, total ?? 0) && lastStep >= epoch - 1.5 ? epochName(progress) : 'step';
}
