import { fromWire, type RunProgress, type WireNumber } from '@trainyard/contracts';
import type { FollowedRun, Notice, Reading } from './followed-run.ts';
import type { Ink } from './ink.ts';
import { progressBar } from './progress-bar.ts';
import { statusText } from './status-words.ts';
import { textWidth } from './table.ts';
import { bytesText, cut, durationText, numberText, percentText } from './words.ts';

export interface Look {
  ink: Ink;
  columns: number;
}

const sparks = '▁▂▃▄▅▆▇█';
const metricLimit = 8;

/** The last values as a row of small bars, and whether it went up or down. */
function trendText(reading: Reading): string {
  const all = [...reading.before, fromWire(reading.value)].filter(Number.isFinite);
  if (all.length < 2) return '';
  const low = Math.min(...all);
  const span = Math.max(...all) - low;
  const bars = all.map((v) => sparks[span === 0 ? 3 : Math.round(((v - low) / span) * 7)]).join('');
  const [previous = 0, last = 0] = all.slice(-2);
  return `${bars} ${last > previous ? '↗' : last < previous ? '↘' : '→'}`;
}

export function resourceText(key: string, value: WireNumber): string {
  const number = fromWire(value);
  const name = key.replace(/_(percent|bytes_s|bytes)$/, '').replaceAll('_', ' ');
  if (key.endsWith('_percent')) return `${name} ${Math.round(number)} %`;
  if (key.endsWith('_bytes_s')) return `${name} ${bytesText(number)}/s`;
  if (key.endsWith('_bytes')) return `${name} ${bytesText(number)}`;
  return `${name} ${numberText(value)}`;
}

export function countersOf(followed: FollowedRun): string[] {
  const { progress } = followed;
  const parts: string[] = [];
  const of = (name: string, done: number | null, total: number | null) => {
    if (done !== null) parts.push(`${name} ${numberText(done)}${total === null ? '' : `/${numberText(total)}`}`);
  };
  of(progress.epoch_name ?? 'epoch', progress.epoch, progress.total_epochs);
  const step = progress.step === null ? null : Math.floor(progress.step);
  const counts = progress.total_steps === null || progress.total_steps > 1;
  if (progress.epoch === null && counts) of('step', step, progress.total_steps);
  parts.push(`elapsed ${durationText(Math.floor(followed.elapsedSeconds))}`);
  const left = followed.remainingSeconds;
  if (left !== null) parts.push(`ETA ${durationText(Math.ceil(left))}`);
  return parts;
}

/** Phase and message, said once where one repeats the other. */
export function doingText({ phase, message }: RunProgress): string {
  const parts = [phase, message].filter((part): part is string => part !== null && part !== '');
  const [first = '', second] = parts;
  return second === undefined || second.startsWith(first) ? (second ?? first) : `${first}: ${second}`;
}

/** Several words on as few lines as the width allows. */
function flow(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 3 + textWidth(part) <= columns)
      lines[lines.length - 1] = `${last}   ${part}`;
    else lines.push(cut(part, columns));
  }
  return lines;
}

export function titleOf(followed: FollowedRun): string {
  const { run } = followed;
  const what = [run.trainer ?? 'external', run.preset].filter((part) => part !== null).join(' ');
  const data = run.dataset === null ? '' : ` on ${run.dataset.name}@${run.dataset.version}`;
  return `Run ${run.number}  ${what}${data}`;
}

/** The block that is redrawn in place while a run goes on. */
export function liveFrame(followed: FollowedRun, look: Look): string[] {
  const { ink, columns } = look;
  const { run, progress } = followed;
  const badge = run.badge === null ? '' : `  ${ink.warn(`[${run.badge}]`)}`;
  const pending = run.pending.length === 0 ? '' : ink.warn(` (${run.pending.join(', ')} asked)`);
  const lines = [`${ink.bold(cut(titleOf(followed), columns - 24))}${badge}  ${statusText(run, ink)}${pending}`];

  const share = progress.fraction === null ? '   ' : percentText(progress.fraction).padStart(5);
  const counters = countersOf(followed).join('   ');
  const barWidth = Math.max(10, Math.min(40, columns - counters.length - 10));
  lines.push(`${progressBar(progress.fraction, barWidth, ink)} ${share}   ${counters}`);

  const doing = doingText(progress);
  if (doing !== '') lines.push(cut(doing, columns));
  if (followed.stalled)
    lines.push(ink.warn(cut('No sign of life since the trainer promised one; it is being watched.', columns)));

  const metrics = [...followed.metrics].slice(0, metricLimit);
  lines.push(
    ...flow(
      metrics.map(([key, r]) => `${key} ${ink.bold(numberText(r.value))} ${ink.dim(trendText(r))}`.trimEnd()),
      columns,
    ),
  );
  const resources = [...followed.resources].map(([key, value]) => resourceText(key, value));
  if (resources.length > 0) lines.push(ink.dim(cut(resources.join('   '), columns)));
  return lines;
}

export function noticeText(notice: Notice, ink: Ink): string {
  if (notice.tone === 'warning') return `${ink.warn('warning')} ${notice.text}`;
  return notice.tone === 'plain' ? ink.dim(notice.text) : notice.text;
}
