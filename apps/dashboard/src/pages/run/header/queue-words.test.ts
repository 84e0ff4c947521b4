import type { Worker } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { queuePlace, queueWords } from './queue-words.ts';

const me = sampleRun({ status: 'queued' });
const other = (n: number, priority: 'high' | 'normal' | 'low', queued_at: string) =>
  sampleRun({ id: `01890000-0000-7000-8000-0000000001${n}`, number: n, priority, queued_at });
const worker = (changes: Partial<Worker>): Worker => ({
  id: 'w',
  name: 'w',
  host: 'box',
  pid: 1,
  status: 'ready',
  slots: 2,
  busy: 2,
  gpus: [],
  runs: [
    { id: 'a', number: 45 },
    { id: 'b', number: 46 },
  ],
  last_beat_at: '',
  started_at: '',
  sample: null,
  ...changes,
});

test('priority comes first, then age', () => {
  const queue = [
    other(50, 'high', '2026-03-05T15:00:00Z'),
    me,
    other(40, 'normal', '2026-03-05T12:00:00Z'),
    other(41, 'low', '2026-03-05T11:00:00Z'),
  ];
  expect(queuePlace(me, queue)).toBe(3);
  expect(queueWords(me, queue, [worker({})])).toBe('It is 3rd in the queue; all 2 slots are busy with runs 45, 46.');
  expect(queuePlace(me, [])).toBeNull();
});

test('what is missing is said', () => {
  expect(queueWords(me, [me], [])).toContain('No worker is there');
  expect(queueWords(me, [me], [worker({ busy: 1 })])).toContain('a slot is free');
  expect(queueWords(sampleRun({ gpus: 1 }), [me], [worker({ busy: 0 })])).toContain('needs 1 GPU');
  expect(queueWords(me, [me], [worker({ slots: 0, busy: 0 })])).toContain('0 slots');
  expect(queueWords(me, [me], [worker({ slots: 1, busy: 1, runs: [{ id: 'a', number: 45 }] })])).toBe(
    'It is next in the queue; the only slot is busy with run 45.',
  );
});
