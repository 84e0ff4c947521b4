import { type EndCode, type EndReason, endCodes } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { howOf, withProblems } from './end.ts';

const reason = (code: EndCode): EndReason => ({ code, message: '', hint: null, detail: {} });

const missing = (message: string) => ({ message, diskFull: false });

describe('what an end is to the queue', () => {
  it('is tried again exactly where the table of reasons says so', () => {
    for (const [code, { retry }] of Object.entries(endCodes) as [EndCode, { retry: boolean }][]) {
      // A worker that was lost is found by others, not told by itself.
      if (code === 'worker-lost') continue;
      expect(howOf({ reason: reason(code), done: null }) === 'infrastructure', code).toBe(retry);
    }
  });

  it('is done for a stopped trainer that said so', () => {
    expect(howOf({ reason: reason('stopped-on-request'), done: null })).toBe('exit');
    const done = { v: 1, seq: 1, t: 0, type: 'done', status: 'stopped', metrics: {} } as const;
    expect(howOf({ reason: reason('stopped-on-request'), done })).toBe('done');
  });

  it('is a failure when an announced file is missing, and only for a run that was done', () => {
    expect(withProblems(reason('done'), [missing('model.onnx: no such file'), missing('b')]).message).toContain(
      'model.onnx: no such file (and 1 more)',
    );
    expect(withProblems(reason('trainer-error'), [missing('x')]).code).toBe('trainer-error');
    expect(withProblems(reason('done'), []).code).toBe('done');
    expect(withProblems(reason('done'), [missing('x'), { message: 'y', diskFull: true }]).code).toBe('disk-full');
  });
});
