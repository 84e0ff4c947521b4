import type { EndReason } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { type Moved, noticeOfBaseline, noticeOfMove } from './notice.ts';

const run = { number: 12, name: 'night run', owner_id: 'ada', attempt: 0, quiet: false };
const worker = { kind: 'worker', id: 'w', name: 'worker-7' } as const;
const ada = { kind: 'user', id: 'ada', name: 'ada' } as const;
const because = (message: string): EndReason => ({ code: 'trainer-error', message, hint: null, detail: {} });

function told(moved: Partial<Moved> & Pick<Moved, 'to' | 'on'>, changes: Partial<typeof run> = {}) {
  const notice = noticeOfMove({ ...run, ...changes }, { actor: worker, reason: null, ...moved });
  return notice === null ? null : [notice.kind, notice.title, notice.message];
}

describe('what an owner is told', () => {
  it('is that a run started, the first time only', () => {
    expect(told({ to: 'running', on: 'claim' })).toEqual([
      'run-started',
      'Run 12 has started',
      'night run is carried by worker-7.',
    ]);
    expect(told({ to: 'running', on: 'claim' }, { attempt: 1 })).toBeNull();
  });

  it('is how it ended, and why', () => {
    expect(told({ to: 'completed', on: 'done' })?.[1]).toBe('Run 12 has completed');
    expect(told({ to: 'failed', on: 'fault', reason: because('The data are gone.') })).toEqual([
      'run-failed',
      'Run 12 has failed',
      'night run: The data are gone.',
    ]);
    expect(told({ to: 'stopped', on: 'left' })?.[0]).toBe('run-stopped');
  });

  it('is that a run is tried again, but not that its worker was shut down in good order', () => {
    expect(told({ to: 'queued', on: 'lost', reason: because('It was killed.') })?.[2]).toBe(
      'night run: It was killed. It goes on from its newest checkpoint.',
    );
    expect(told({ to: 'queued', on: 'release' })).toBeNull();
  });

  it('is nothing that they have just done themselves', () => {
    expect(told({ to: 'cancelled', on: 'cancel', actor: ada })).toBeNull();
    expect(told({ to: 'stopped', on: 'stop', actor: ada })).toBeNull();
    expect(told({ to: 'stopped', on: 'stop', actor: { ...ada, id: 'grace' } })?.[0]).toBe('run-stopped');
    expect(told({ to: 'pausing', on: 'pause', actor: ada })).toBeNull();
  });

  it('is only of failures where the run serves the product', () => {
    const quiet = { quiet: true };
    expect(told({ to: 'running', on: 'claim' }, quiet)).toBeNull();
    expect(told({ to: 'completed', on: 'done' }, quiet)).toBeNull();
    expect(told({ to: 'failed', on: 'fault' }, quiet)?.[0]).toBe('run-failed');
  });

  it('names both figures where a result is worse than its baseline', () => {
    const row = { value: 0.31234, low: null, high: null, unit: '', better: 'higher', note: null } as const;
    const notice = noticeOfBaseline(run, {
      row: { ...row, name: 'accuracy', label: 'Accuracy' },
      baseline: { ...row, name: 'accuracy_baseline', value: 0.5 },
    });
    expect(notice.message).toBe('night run: Accuracy is 0.312; its baseline is 0.5.');
  });
});
