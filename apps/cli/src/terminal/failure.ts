import type { EndReason, LogLine, Run } from '@trainyard/contracts';
import type { Look } from './live-view.ts';

function place(detail: EndReason['detail']): string {
  return Object.entries(detail)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .filter(([, value]) => !String(value).includes('\n'))
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${String(value)}`)
    .join(', ');
}

/** What failed, where, why, what to do, and what the trainer said last. */
export function failureText(run: Run, log: readonly LogLine[], look: Look): string {
  const { ink } = look;
  const reason = run.reason;
  const lines = [ink.bad(`Run ${run.number} ${run.status}: ${reason?.message ?? 'no reason is known.'}`)];
  if (reason !== null) {
    const where = place(reason.detail);
    if (where !== '') lines.push(`${ink.dim('where')}  ${where}`);
    lines.push(`${ink.dim('why')}    ${reason.code}`);
    if (reason.hint !== null) lines.push(`${ink.dim('hint')}   ${reason.hint.replaceAll('<run>', String(run.number))}`);
  }
  if (log.length > 0) lines.push(ink.dim('last lines of its log:'), ...log.map((line) => `  ${line.text}`));
  return lines.join('\n');
}
