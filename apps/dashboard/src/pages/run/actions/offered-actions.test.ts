import { runAction, runStatus } from '@trainyard/contracts';
import { allowedActions } from '@trainyard/domain';
import { expect, test } from 'vitest';
import { type Capabilities, isAskable, losesWork, offeredActions } from './offered-actions.ts';

const able: Capabilities = { pause: true, stop: true, exact_resume: 'exact', continue: [], gpu: 'no' };

test('what may be asked is what the table of statuses allows', () => {
  for (const status of runStatus.options) {
    const allowed = runAction.options.filter((action) => allowedActions(status).includes(action));
    expect(
      runAction.options.filter((action) => isAskable(action, status)),
      status,
    ).toEqual(allowed);
  }
});

test('what was asked is shown as on its way until it is answered', () => {
  const pausing = offeredActions({ status: 'pausing', pending: ['pause'], executor: 'worker' }, able);
  expect(pausing.map(({ label, pending }) => [label, pending])).toEqual([
    ['Pausing', true],
    ['Stop', false],
    ['Cancel', false],
  ]);
  const saving = offeredActions({ status: 'running', pending: ['checkpoint'], executor: 'worker' }, able);
  expect(saving.at(-1)).toMatchObject({ label: 'Saving a checkpoint', pending: true });
});

test('what a trainer cannot do is said before the click', () => {
  const running = { status: 'running', pending: [], executor: 'worker' } as const;
  const noteOf = (capabilities: Capabilities) => offeredActions({ ...running, pending: [] }, capabilities)[0]?.note;
  expect(noteOf(able)).toContain('after the current epoch');
  expect(noteOf({ ...able, exact_resume: 'restarts' })).toContain('starts over');
  expect(noteOf({ ...able, pause: false })).toContain('newest checkpoint');
  expect(losesWork('pause', running, { ...able, pause: false })).toBe(true);
  expect(losesWork('pause', running, able)).toBe(false);
  expect(losesWork('pause', { ...running, status: 'queued' } as never, { ...able, pause: false })).toBe(false);
});

test('a run of another program is told so, one that has ended offers nothing', () => {
  expect(offeredActions({ status: 'running', pending: [], executor: 'external' }, null)[0]?.note).toContain('up to it');
  expect(offeredActions({ status: 'completed', pending: [], executor: 'worker' }, able)).toEqual([]);
});
