import { type EndCode, shortReason, type TrainerLineOf } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { decideEnd, type EndFacts } from './decide.ts';

const facts = (changes: Partial<EndFacts> = {}): EndFacts => ({
  cause: null,
  request: null,
  acknowledged: false,
  done: null,
  greeted: true,
  endsBy: 'protocol',
  exit: { code: 0, signal: null },
  stderr: [],
  memory: { oomKills: 0, peakBytes: 2 ** 30, limitBytes: 2 ** 34 },
  place: { epoch: 3 },
  ...changes,
});

const done = (
  status: TrainerLineOf<'done'>['status'],
  more: Partial<TrainerLineOf<'done'>> = {},
): Partial<EndFacts> => ({
  done: { v: 1, seq: 9, t: 0, type: 'done', status, metrics: {}, ...more },
  cause: { kind: 'done' },
});

const killed = { exit: { code: null, signal: 'SIGKILL' } } as const;
const limit = { cause: { kind: 'time-limit', seconds: 60 }, ...killed } as const;

const cases: [string, Partial<EndFacts>, EndCode][] = [
  ['done and exit 0', done('completed'), 'done'],
  ['done, then a crash on the way out', { ...done('completed'), exit: { code: null, signal: 'SIGSEGV' } }, 'done'],
  ['done, then killed because it did not leave', { ...done('completed'), ...killed }, 'done'],
  ['a limit that came before done', { ...done('completed'), ...limit }, 'time-limit'],
  ['paused on request', { ...done('paused'), request: 'pause' }, 'paused'],
  ['paused for a worker that leaves', { ...done('paused'), request: 'release' }, 'worker-released'],
  ['paused although nobody asked', done('paused'), 'protocol-error'],
  ['stopped on request', { ...done('stopped'), request: 'stop' }, 'stopped-on-request'],
  ['done although a pause was asked for', { ...done('completed'), request: 'pause' }, 'done'],
  ['whatever it says, once cancelled', { ...done('completed'), request: 'cancel' }, 'cancelled-on-request'],
  ['killed at the deadline of a pause', { cause: { kind: 'deadline', of: 'pause', seconds: 60 }, ...killed }, 'paused'],
  [
    'killed at the end of a drain',
    { cause: { kind: 'deadline', of: 'release', seconds: 30 }, ...killed },
    'worker-released',
  ],
  ['no hello', { cause: { kind: 'no-hello', seconds: 60 }, greeted: false, ...killed }, 'no-hello'],
  ['taken over', { cause: { kind: 'fenced' }, ...killed }, 'worker-lost'],
  ['exit 0 in silence', { greeted: false }, 'no-done'],
  ['exit 0 after it acknowledged a pause', { request: 'pause', acknowledged: true }, 'paused'],
  ['exit 0 of a plain program', { endsBy: 'exit-code', greeted: false }, 'done'],
  ['exit 3 of a plain program', { endsBy: 'exit-code', exit: { code: 3, signal: null } }, 'trainer-error'],
  ['SIGKILL from nowhere', killed, 'killed-by-signal'],
  [
    'SIGKILL counted by the kernel',
    { ...killed, memory: { oomKills: 1, peakBytes: 0, limitBytes: null } },
    'out-of-memory',
  ],
  ['SIGKILL at the limit', { ...killed, memory: { oomKills: 0, peakBytes: 95, limitBytes: 100 } }, 'out-of-memory'],
  ['exit 137 of a shell', { exit: { code: 137, signal: null } }, 'killed-by-signal'],
  ['a segmentation fault', { exit: { code: null, signal: 'SIGSEGV' } }, 'trainer-crash'],
  ['a segmentation fault behind a shell', { exit: { code: 139, signal: null } }, 'trainer-crash'],
  [
    'an abort for memory',
    { exit: { code: null, signal: 'SIGABRT' }, stderr: ['what():  std::bad_alloc'] },
    'out-of-memory',
  ],
  [
    'CUDA memory',
    { exit: { code: 1, signal: null }, stderr: ['torch.OutOfMemoryError: CUDA out of memory.'] },
    'out-of-memory',
  ],
  ['memory, as the SDK says it', done('failed', { code: 'out-of-memory', message: 'MemoryError: ' }), 'out-of-memory'],
  [
    'a full disk',
    { exit: { code: 1, signal: null }, stderr: ['OSError: [Errno 28] No space left on device'] },
    'disk-full',
  ],
  [
    'an old memory error that it survived',
    {
      exit: { code: 1, signal: null },
      stderr: ['MemoryError', ...Array.from({ length: 60 }, () => 'epoch'), 'ValueError: x'],
    },
    'trainer-error',
  ],
];

describe('why an attempt ended', () => {
  it.each(cases)('%s', (_, changes, code) => {
    expect(decideEnd(facts(changes)).code).toBe(code);
  });

  it('keeps the word or two that a trainer has for its end, to stand beside the status', () => {
    const end = decideEnd(facts(done('completed', { code: 'budget-reached', message: 'No better prompt.' })));
    expect(end).toMatchObject({ code: 'done', message: 'No better prompt.' });
    expect(shortReason(end)).toBe('budget reached');
    expect(shortReason(decideEnd(facts(done('completed'))))).toBe(null);
  });

  it('names the error of a traceback, and where it was', () => {
    const end = decideEnd(
      facts({
        exit: { code: 1, signal: null },
        stderr: ['Traceback (most recent call last):', '  File "x.py"', 'pandas.errors.ParserError: line 3', ''],
      }),
    );
    expect(end.message).toBe('pandas.errors.ParserError: line 3');
    expect(end.detail).toMatchObject({ epoch: 3, exit_code: 1 });
  });
});
