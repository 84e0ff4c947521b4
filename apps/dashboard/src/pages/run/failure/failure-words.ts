import type { EndReason, Run } from '@trainyard/contracts';
import { formatNumber } from '../../../format/number.ts';
import { epochName } from '../header/progress-words.ts';

const codeTitles: Partial<Record<EndReason['code'], string>> = {
  'out-of-memory': 'It ran out of memory',
  'time-limit': 'The time limit was reached',
  'trainer-error': 'The trainer ended with an error',
  'trainer-crash': 'The trainer crashed',
  'no-done': 'The trainer left without saying that it was done',
  'no-hello': 'The trainer never said hello',
  'protocol-error': 'The trainer broke the protocol',
  'bad-artifact': 'A file that the trainer announced is missing or differs',
  'environment-failed': 'Its environment could not be installed',
  'spawn-failed': 'The trainer could not be started',
  'same-error-twice': 'The same error came twice',
  'retries-used-up': 'It was tried as often as allowed',
  'bad-config': 'The configuration is wrong',
  'disk-full': 'The disk is full',
  'database-lost': 'The database was away too long',
  'worker-lost': 'The worker was lost',
  'killed-by-signal': 'The trainer was killed from outside',
};

/** What happened, in a few words. */
export function failureTitle(reason: EndReason | null): string {
  if (reason === null) return 'The run failed';
  return codeTitles[reason.code] ?? 'The run failed';
}

function told(value: unknown): string | null {
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Where it was: phase, epoch, step, attempt; from what the end told, else from its progress. */
export function failurePlace(run: Pick<Run, 'reason' | 'progress' | 'attempt'>): string | null {
  const detail = run.reason?.detail ?? {};
  const { progress } = run;
  const phase = told(detail.phase) ?? told(progress.phase);
  const epoch = told(detail.epoch) ?? told(progress.epoch);
  const step = told(detail.step) ?? told(progress.step);
  const parts = [
    phase,
    epoch === null
      ? null
      : `${epochName(progress)} ${epoch}${progress.total_epochs === null ? '' : ` of ${formatNumber(progress.total_epochs)}`}`,
    step === null
      ? null
      : `step ${step}${progress.total_steps === null ? '' : ` of ${formatNumber(progress.total_steps)}`}`,
    run.attempt > 1 ? `attempt ${run.attempt}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

const shownLines = 20;

/** The last words of the process, as the end carries them. */
export function lastWords(reason: EndReason | null): string[] {
  const detail = reason?.detail ?? {};
  for (const lines of [detail.stderr, detail.last_lines]) {
    if (Array.isArray(lines)) return lines.filter((line) => typeof line === 'string').slice(-shownLines);
  }
  return [];
}

/** How the process left, for those who know what it means. */
export function exitWords(reason: EndReason | null): string | null {
  const detail = reason?.detail ?? {};
  if (typeof detail.signal === 'string') return `ended by ${detail.signal}`;
  return typeof detail.exit_code === 'number' && detail.exit_code !== 0 ? `exit code ${detail.exit_code}` : null;
}
