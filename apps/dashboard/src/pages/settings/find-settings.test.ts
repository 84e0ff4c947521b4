import { expect, test } from 'vitest';
import { settingsWith } from './find-settings.ts';

const port = { env: 'TRAINYARD_PORT', value: '4700', meaning: 'Where the server listens', group: 'server' };
const slots = { env: 'TRAINYARD_SLOTS', value: '2', meaning: 'Runs at once', group: 'worker' };

test('every word must be there, in any place', () => {
  expect(settingsWith([port, slots], '')).toEqual([port, slots]);
  expect(settingsWith([port, slots], 'LISTENS server')).toEqual([port]);
  expect(settingsWith([port, slots], 'listens worker')).toEqual([]);
});
