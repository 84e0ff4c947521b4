import type { EventDataOf, EventKind, RunEvent, RunStatus } from '@trainyard/contracts';
import { shortReason } from '@trainyard/contracts/short-reason';
import { formatBytes } from '../../../format/bytes.ts';
import { count, formatInteger, formatNumber } from '../../../format/number.ts';
import { type Tone, toneOfStatus } from '../../../format/run-status.ts';
import { fromWire } from '../../../format/wire-number.ts';
import { capital, epochName } from '../header/progress-words.ts';
import { orderedKeys } from '../metrics/metric-cells.ts';

/** One entry of the timeline. */
export interface TimelineEntry {
  seq: number;
  at: string;
  title: string;
  /** A second line; null where the title says it all. */
  note: string | null;
  tone: Tone;
  /** Entries of one group that follow each other are told as one. */
  group?: 'file' | 'result';
}

type Words = { title: string; note?: string | null; tone?: Tone; group?: 'file' | 'result' } | null;
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
  // What it is judged by, not what comes first in the alphabet.
  const judged = orderedKeys(Object.keys(metrics), false).slice(0, 2);
  const entries = judged.flatMap(({ key }) => (metrics[key] === undefined ? [] : [[key, metrics[key]] as const]));
  return entries.length === 0
    ? null
    : entries.map(([key, value]) => `${key} ${formatNumber(fromWire(value))}`).join(', ');
}

/** Words for every kind of event; null for those that only move figures. */
const tellers: Teller = {
  'run-submitted': ({ actor }) => ({ title: `Submitted${by(actor)}` }),
  'status-changed': ({ from, to, actor, reason }) => {
    // The start is told with the place where it was.
    if (from === null || (to === 'running' && reason === null)) return null;
    const isResumed = from === 'paused' && to === 'queued';
    const short = to === 'completed' ? shortReason(reason) : null;
    const title = isResumed ? `Resumed${by(actor)}` : `${statusWords[to]}${short === null ? by(actor) : ` · ${short}`}`;
    return { title, note: reason?.message ?? null, tone: toneOfStatus(to) };
  },
  // What else is asked for is told by the status that follows at once.
  'command-issued': ({ action, actor }) =>
    action === 'checkpoint' ? { title: `${actionWords[action]} asked${by(actor)}` } : null,
  'command-answered': ({ action, result, message }) =>
    result === 'ok' ? null : { title: `${actionWords[action]} ${result}`, note: message, tone: 'warn' },
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
        ? 'It starts over; what the attempt before reported counts no longer.'
        : 'What the attempt before reported after its checkpoint counts no longer.',
    tone: 'warn',
  }),
  'checkpoint-saved': ({ name, best, size, metrics }) => ({
    title: best ? 'Best so far' : 'Checkpoint saved',
    note: [name, metricsText(metrics), formatBytes(size)].filter((part) => part !== null).join(' · '),
    ...(best ? { tone: 'ok' as const } : {}),
  }),
  'artifact-registered': ({ path, size }) => ({
    title: 'File saved',
    note: `${path} · ${formatBytes(size)}`,
    group: 'file',
  }),
  // What goes on stands on the page itself.
  'section-added': ({ title, live }) =>
    live === true ? null : { title: 'Result ready', note: title, group: 'result' },
  'log-written': () => null,
  'log-dropped': ({ lines, bytes }) => ({
    title: 'Log cut',
    note: `${count(lines, 'line')} (${formatBytes(bytes)}) came too fast and ${lines === 1 ? 'was' : 'were'} dropped.`,
    tone: 'warn',
  }),
  'milestone-reached': ({ message }) => milestoneWords(message),
  'warning-raised': ({ message }) => ({ title: 'Warning', note: message, tone: 'warn' }),
  'run-edited': ({ fields, actor }) => ({ title: `${editedWords(fields)}${by(actor)}` }),
};

/** What stands before a colon is the title, as trainers write it: `Stopped early after epoch 7: the loss …`. */
function milestoneWords(message: string): { title: string; note: string | null } {
  const at = message.indexOf(': ');
  return at < 1 ? { title: message, note: null } : { title: message.slice(0, at), note: message.slice(at + 2) };
}

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
  const { title, note = null, tone = 'plain', group } = words;
  const entry = { seq: event.seq, at: event.at, title, note: note === '' ? null : note, tone };
  return group === undefined ? entry : { ...entry, group };
}

/** An epoch that is over, from the progress after it; whole epochs only. */
export function epochEntry(
  event: { seq: number; at: string; data: EventDataOf<'progress-reported'> },
  lastEpoch: number | null,
): TimelineEntry | null {
  const { epoch, total_epochs: total } = event.data;
  if (epoch === null || epoch < 1 || !Number.isInteger(epoch) || epoch === lastEpoch) return null;
  const title = `${capital(epochName(event.data))} ${formatInteger(epoch)}${total === null ? '' : ` of ${formatInteger(total)}`} done`;
  return { seq: event.seq, at: event.at, title, note: null, tone: 'plain' };
}

const groupTitles = { file: 'files saved', result: 'results ready' } as const;
const namedInGroup = 3;

/** Newest first; what follows each other in a group becomes one entry that names the first few. */
export function gathered(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const told: TimelineEntry[] = [];
  let members: TimelineEntry[] = [];
  const close = (): void => {
    const [newest] = members;
    if (newest?.group === undefined || members.length < 2) told.push(...members);
    else {
      const names = members.slice(0, namedInGroup).map(({ note }) => note?.split(' · ')[0] ?? '');
      const more = members.length > namedInGroup ? [`${formatInteger(members.length - namedInGroup)} more`] : [];
      const title = `${formatInteger(members.length)} ${groupTitles[newest.group]}`;
      told.push({ ...newest, title, note: [...names, ...more].join(', ') });
    }
    members = [];
  };
  for (const entry of entries) {
    if (members.length > 0 && (entry.group === undefined || entry.group !== members[0]?.group)) close();
    members.push(entry);
    if (entry.group === undefined) close();
  }
  close();
  return told;
}
