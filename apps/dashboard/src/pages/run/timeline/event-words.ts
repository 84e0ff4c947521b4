import type { EventDataOf, EventKind, RunEvent, RunStatus } from '@trainyard/contracts';
import { formatBytes } from '../../../format/bytes.ts';
import { count, formatInteger, formatNumber } from '../../../format/number.ts';
import { type Tone, toneOfStatus } from '../../../format/run-status.ts';
import { fromWire } from '../../../format/wire-number.ts';

/** One entry of the timeline. */
export interface TimelineEntry {
  seq: number;
  at: string;
  title: string;
  /** A second line; null where the title says it all. */
  note: string | null;
  tone: Tone;
}

type Words = { title: string; note?: string | null; tone?: Tone } | null;
type Teller = { [K in EventKind]: (data: EventDataOf<K>) => Words };

const actionWords = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  cancel: 'Cancel',
  checkpoint: 'Checkpoint',
} as const;
const statusWords: Record<RunStatus, string> = {
  queued: 'Waits in the queue',
  running: 'Running',
  pausing: 'Pausing',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

function by(actor: { kind: string; name: string }): string {
  return actor.kind === 'user' ? ` by ${actor.name}` : '';
}

function metricsText(metrics: Record<string, number | 'NaN' | 'Infinity' | '-Infinity'>): string | null {
  const entries = Object.entries(metrics).slice(0, 2);
  return entries.length === 0
    ? null
    : entries.map(([key, value]) => `${key} ${formatNumber(fromWire(value))}`).join(', ');
}

/** Words for every kind of event; null for those that only move figures. */
const tellers: Teller = {
  'run-submitted': ({ actor }) => ({ title: `Submitted${by(actor)}` }),
  'status-changed': ({ from, to, actor, reason }) => {
    if (from === null) return null;
    const isResumed = from === 'paused' && to === 'queued';
    const title = isResumed ? `Resumed${by(actor)}` : `${statusWords[to]}${by(actor)}`;
    return { title, note: reason?.message ?? null, tone: toneOfStatus(to) };
  },
  'command-issued': ({ action, actor }) => ({ title: `${actionWords[action]} asked${by(actor)}` }),
  'command-answered': ({ action, result, message }) =>
    result === 'ok'
      ? { title: `${actionWords[action]} accepted`, note: message }
      : { title: `${actionWords[action]} ${result}`, note: message, tone: 'warn' },
  'attempt-started': ({ attempt, host, resumed_from, resumed_step }) => ({
    title: attempt === 1 ? 'Started' : `Attempt ${formatInteger(attempt)} started`,
    note: `on ${host}${resumed_from === null ? (attempt > 1 ? ', from the beginning' : '') : `, from checkpoint ${resumed_from}`}${
      resumed_step === null ? '' : ` (step ${formatNumber(resumed_step)})`
    }`,
  }),
  'attempt-ended': ({ attempt, reason, retry_at }) => {
    // The status says the same of an end in good order.
    if (retry_at === null) return null;
    return { title: `Attempt ${formatInteger(attempt)} ended; it is tried again`, note: reason.message, tone: 'warn' };
  },
  'trainer-greeted': ({ versions }) => ({
    title: 'Trainer ready',
    note: Object.entries(versions)
      .slice(0, 4)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  }),
  'progress-reported': () => null,
  'metrics-reported': () => null,
  'metrics-superseded': ({ after_step }) => ({
    title: 'Earlier points replaced',
    note:
      after_step === null
        ? 'It starts over.'
        : `Those past step ${formatNumber(after_step)} belong to the attempt before.`,
    tone: 'warn',
  }),
  'checkpoint-saved': ({ name, best, size, metrics }) => ({
    title: best ? 'Best so far' : 'Checkpoint saved',
    note: [name, metricsText(metrics), formatBytes(size)].filter((part) => part !== null).join(' · '),
    ...(best ? { tone: 'ok' as const } : {}),
  }),
  'artifact-registered': ({ path, size }) => ({ title: 'File saved', note: `${path} · ${formatBytes(size)}` }),
  'section-added': ({ title }) => ({ title: 'Result ready', note: title }),
  'log-written': () => null,
  'log-dropped': ({ lines, bytes }) => ({
    title: 'Log cut',
    note: `${count(lines, 'line')} (${formatBytes(bytes)}) came too fast and ${lines === 1 ? 'was' : 'were'} dropped.`,
    tone: 'warn',
  }),
  'warning-raised': ({ message }) => ({ title: 'Warning', note: message, tone: 'warn' }),
  'run-edited': ({ fields, actor }) => ({ title: `${editedWords(fields)}${by(actor)}` }),
};

function editedWords(fields: readonly string[]): string {
  if (fields.includes('deleted')) return 'Deleted';
  if (fields.includes('restored')) return 'Restored';
  return `Edited ${fields.join(', ')}`;
}

/** The kinds that make entries. */
export const toldKinds: readonly EventKind[] = (Object.keys(tellers) as EventKind[]).filter(
  (kind) => kind !== 'progress-reported' && kind !== 'metrics-reported' && kind !== 'log-written',
);

export function entryOf(event: Pick<RunEvent, 'seq' | 'kind' | 'data' | 'at'>): TimelineEntry | null {
  // The server checked the data against its kind before it wrote the event.
  const words = (tellers[event.kind] as (data: unknown) => Words)(event.data);
  if (words === null) return null;
  const { title, note = null, tone = 'plain' } = words;
  return { seq: event.seq, at: event.at, title, note: note === '' ? null : note, tone };
}

/** An epoch that is over, from the progress after it; whole epochs only. */
export function epochEntry(
  event: { seq: number; at: string; data: EventDataOf<'progress-reported'> },
  lastEpoch: number | null,
): TimelineEntry | null {
  const { epoch, total_epochs: total } = event.data;
  if (epoch === null || epoch < 1 || !Number.isInteger(epoch) || epoch === lastEpoch) return null;
  const title = `Epoch ${formatInteger(epoch)}${total === null ? '' : ` of ${formatInteger(total)}`} done`;
  return { seq: event.seq, at: event.at, title, note: null, tone: 'plain' };
}
