import { eventKind } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { entryOf, epochEntry, gathered, toldKinds } from './event-words.ts';

const at = '2026-03-05T14:00:00.000Z';
const actor = { kind: 'user', id: 'u', name: 'ada' };
const reason = { code: 'worker-lost', message: 'The worker is gone.', hint: null, detail: {} };
const saved = { name: 'ep-21', best: false, size: 1_200_000, metrics: { 'validation/loss': 0.25 } };

/** An example of every kind, with what it is told as. */
const examples: Record<string, [data: unknown, title: string | null, note?: string | null]> = {
  'run-submitted': [{ number: 47, name: 'x', actor }, 'Submitted by ada'],
  'status-changed': [
    { from: 'pausing', to: 'paused', on: 'left', actor: { kind: 'worker', id: 'w', name: 'w' }, reason: null },
    'Paused',
    null,
  ],
  'command-issued': [{ command: 'c', action: 'checkpoint', actor }, 'Checkpoint asked by ada'],
  'command-answered': [
    { command: 'c', action: 'checkpoint', result: 'unsupported', message: 'No.' },
    'Checkpoint unsupported',
    'No.',
  ],
  'attempt-started': [
    { attempt: 2, worker: 'w', host: 'box', resumed_from: 'ep-21', resumed_step: 21 },
    'Attempt 2 started',
    'on box, from checkpoint ep-21 (step 21)',
  ],
  'attempt-ended': [{ attempt: 1, reason, retry_at: at }, 'Attempt 1 ended; it is tried again', 'The worker is gone.'],
  'trainer-greeted': [{ pid: 1, versions: { python: '3.13.1' } }, 'Trainer ready', 'python 3.13.1'],
  'progress-reported': [sampleRun().progress, null],
  'metrics-reported': [{ attempt: 1, points: {} }, null],
  'metrics-superseded': [
    { after_step: 21, attempt: 2 },
    'Earlier points replaced',
    'What the attempt before reported after its checkpoint counts no longer.',
  ],
  'checkpoint-saved': [saved, 'Checkpoint saved', 'ep-21 · validation/loss 0.2500 · 1.2 MB'],
  'artifact-registered': [{ path: 'model.onnx', size: 10 }, 'File saved', 'model.onnx · 10 B'],
  'section-added': [{ ordinal: 1, type: 'text', title: 'Summary' }, 'Result ready', 'Summary'],
  'log-written': [{ first_line: 1, count: 1, attempt: 1 }, null],
  'log-dropped': [{ lines: 1, bytes: 20 }, 'Log cut', '1 line (20 B) came too fast and was dropped.'],
  'milestone-reached': [
    { message: 'Stopped early after epoch 7: 5 epochs without a better loss' },
    'Stopped early after epoch 7',
    '5 epochs without a better loss',
  ],
  'warning-raised': [{ code: 'stalled', message: 'Silence.' }, 'Warning', 'Silence.'],
  'run-edited': [{ fields: ['name', 'tags'], actor }, 'Edited name, tags by ada'],
};

test('every kind of event has words, or is known to have none', () => {
  expect(Object.keys(examples).sort()).toEqual([...eventKind.options].sort());
  for (const kind of eventKind.options) {
    const [data, title, note] = examples[kind] ?? [];
    const entry = entryOf({ seq: 1, kind, data, at });
    expect(entry?.title ?? null, kind).toBe(title);
    if (note !== undefined) expect(entry?.note, kind).toBe(note);
    if (title !== null) expect(toldKinds, kind).toContain(kind);
  }
});

test('the best checkpoint, a resume and an end read as what they are', () => {
  const told = (kind: 'checkpoint-saved' | 'status-changed', data: unknown) => entryOf({ seq: 1, kind, data, at });
  expect(told('checkpoint-saved', { ...saved, best: true })).toMatchObject({ title: 'Best so far', tone: 'ok' });
  expect(told('status-changed', { from: 'paused', to: 'queued', on: 'resume', actor, reason: null })?.title).toBe(
    'Resumed by ada',
  );
  expect(told('status-changed', { from: 'running', to: 'failed', on: 'fault', actor, reason })).toMatchObject({
    tone: 'bad',
    note: 'The worker is gone.',
  });
  const reached = { ...reason, short: 'budget-reached' };
  expect(told('status-changed', { from: 'running', to: 'completed', on: 'done', actor, reason: reached })?.title).toBe(
    'Completed · budget reached',
  );
  expect(entryOf({ seq: 1, kind: 'attempt-ended', data: { attempt: 1, reason, retry_at: null }, at })).toBeNull();
});

test('an epoch is told once, when it is whole', () => {
  const event = (epoch: number) => ({ seq: 5, at, data: { ...sampleRun().progress, epoch } });
  expect(epochEntry(event(3), 2)?.title).toBe('Epoch 3 of 60 done');
  expect(epochEntry(event(3), 3)).toBeNull();
  expect(epochEntry(event(2.5), 2)).toBeNull();
  expect(epochEntry(event(0), null)).toBeNull();
});

test('files that are saved one after the other are one entry', () => {
  const file = (seq: number) => entryOf({ seq, kind: 'artifact-registered', data: { path: `f${seq}`, size: 1 }, at });
  const warning = entryOf({ seq: 5, kind: 'warning-raised', data: { code: 'c', message: 'm' }, at });
  const entries = [file(9), file(8), file(7), file(6), warning, file(4)].filter((entry) => entry !== null);
  expect(gathered(entries).map(({ title, note }) => [title, note])).toEqual([
    ['4 files saved', 'f9, f8, f7, 1 more'],
    ['Warning', 'm'],
    ['File saved', 'f4 · 1 B'],
  ]);
});

test('what only repeats the status is left out', () => {
  expect(entryOf({ seq: 1, kind: 'command-issued', data: { command: 'c', action: 'pause', actor }, at })).toBeNull();
  const ok = { command: 'c', action: 'pause', result: 'ok', message: null };
  expect(entryOf({ seq: 1, kind: 'command-answered', data: ok, at })).toBeNull();
  const claimed = { from: 'queued', to: 'running', on: 'claim', actor, reason: null };
  expect(entryOf({ seq: 1, kind: 'status-changed', data: claimed, at })).toBeNull();
});
