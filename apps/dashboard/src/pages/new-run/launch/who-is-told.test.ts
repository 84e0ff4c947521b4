import { preferences } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { whoIsTold } from './who-is-told.ts';

test('the usual notices are named', () => {
  expect(whoIsTold(preferences.parse({}))).toBe(
    'You are told in the inbox when it completes, fails or ends below the baseline.',
  );
});

test('the browser speaks only where that was chosen, and silence is said', () => {
  const none = { started: false, completed: false, failed: false, below_baseline: false };
  expect(whoIsTold(preferences.parse({ notices: none }))).toContain('turned all notices off');
  const one = preferences.parse({ notices: { ...none, failed: true }, browser_notifications: true });
  expect(whoIsTold(one)).toBe(
    'You are told in the inbox when it fails, and by a notification of the browser while no page of Trainyard is in view.',
  );
});
