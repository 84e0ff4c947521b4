import { expect, it } from 'vitest';
import { choicesOf, partsOf, refFor, sameModel } from './model-choices.ts';

const who = { id: '01900000-0000-7000-8000-000000000001', name: 'ada' };
const model = {
  versions: [{ version: 3 }, { version: 1 }],
  aliases: [{ alias: 'champion', version: 1, moved_by: who, moved_at: '2026-01-05T09:00:00Z' }],
};

it('a reference comes to the newest version, a number, or where its alias points', () => {
  expect(['net', 'net@1', 'net@champion', 'net@gone'].map((ref) => partsOf(ref).versionIn(model))).toEqual([
    3,
    1,
    1,
    null,
  ]);
  expect([refFor('net', ''), refFor('net', '2')]).toEqual(['net', 'net@2']);
  expect([sameModel('net@2', 'net'), sameModel('net', 'net'), sameModel('nets', 'net')]).toEqual([true, true, false]);
});

it('newest, aliases and numbers can be chosen; what is not there any more is seen to be so', () => {
  expect(choicesOf(model, '').map(({ label }) => label)).toEqual([
    'newest (3)',
    'champion (1)',
    'version 3',
    'version 1',
  ]);
  expect(choicesOf(model, 'gone').at(-1)).toEqual({ suffix: 'gone', label: 'gone, which is not there' });
});
