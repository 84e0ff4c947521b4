import { runAction, runStatus } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { allowedActions, canContinue, hasEnded, isActive, moveStatus, nextStatus, statusTable } from './status.ts';
import { statusDiagram, statusReference } from './status-diagram.ts';

describe('the status table', () => {
  it('says one thing only for every status and event', () => {
    const moves = statusTable.map((row) => `${row.from}/${row.on}`);
    expect(new Set(moves).size).toBe(moves.length);
  });

  it('knows every status, and leads from submit to all of them', () => {
    const reached = new Set(statusTable.map((row) => row.to));
    expect([...reached].sort()).toEqual([...runStatus.options].sort());
  });

  it('lets nothing move that has ended', () => {
    for (const status of runStatus.options.filter(hasEnded)) {
      expect(statusTable.filter((row) => row.from === status)).toEqual([]);
      expect(allowedActions(status)).toEqual(canContinue(status) ? ['continue'] : []);
    }
  });

  it('has an answer to everything that may happen to a carried run', () => {
    for (const status of runStatus.options.filter(isActive)) {
      for (const on of ['done', 'exit', 'fault', 'lost', 'exhausted', 'release', 'cancel'] as const) {
        expect(nextStatus(status, on), `${status} on ${on}`).not.toBeNull();
      }
    }
  });

  it('never takes a stop for a failure when results are there', () => {
    for (const on of ['exit', 'done', 'lost', 'release', 'left'] as const)
      expect(nextStatus('stopping', on)).toBe('stopped');
  });

  it('refuses an illegal move with the legal ones', () => {
    expect(() => moveStatus({ number: 47, status: 'paused' }, 'pause')).toThrow(
      'Run 47 is paused; "pause" is not possible now. Possible: resume, stop, cancel.',
    );
    expect(() => moveStatus({ number: 47, status: 'cancelled' }, 'stop')).toThrow('Possible: nothing.');
  });

  it('offers what people may ask, in the order of the buttons', () => {
    expect(allowedActions('running')).toEqual(['pause', 'stop', 'cancel', 'checkpoint']);
    const known = new Set<string>([...runAction.options, 'continue']);
    for (const status of runStatus.options)
      for (const action of allowedActions(status)) expect(known).toContain(action);
  });

  it('is drawn whole', () => {
    const diagram = statusDiagram();
    expect(diagram).toContain('  running --> queued: lost, release');
    expect(diagram).toContain('  cancelled --> [*]');
    expect(
      statusReference()
        .split('\n')
        .filter((line) => line.startsWith('| ')).length,
    ).toBe(statusTable.length + runStatus.options.length + 4);
  });
});
