import { expect, test } from 'vitest';
import { checkpointText, costText, timeText } from './estimate-text.ts';

test('an estimate has its band and says what it rests on', () => {
  const seconds = { value: 20, low: 14, high: 30, runs: 12, basis: 'runs' as const };
  const checkpoint_bytes = { value: 2_000_000, low: 1_000_000, high: 4_000_000, runs: 0, basis: 'typical' as const };
  expect(timeText({ seconds, checkpoint_bytes, cost: null })).toEqual({
    figure: 'about 20 s',
    band: '14 s to 30 s',
    basis: 'from 12 runs',
  });
  expect(checkpointText({ seconds, checkpoint_bytes, cost: null })).toEqual({
    figure: 'about 2.0 MB',
    band: '1.0 MB to 4.0 MB',
    basis: 'from the trainer’s own measurement',
  });
  expect(timeText({ seconds: null, checkpoint_bytes: null, cost: null })).toBeNull();
});

test('a cost has its band and the price that it comes from, and is not told without one', () => {
  const cost = { value: 1.5, low: 0.75, high: 3, runs: 4, basis: 'runs' as const, currency: 'EUR', per_hour: 0.5 };
  const estimates = { seconds: null, checkpoint_bytes: null };
  expect(costText({ ...estimates, cost })).toEqual({
    figure: 'about EUR 1.50',
    band: 'EUR 0.75 to EUR 3.00',
    basis: 'at EUR 0.50 an hour',
  });
  const cheap = { ...cost, value: 0.002, low: 0.001, high: 0.004 };
  expect(costText({ ...estimates, cost: cheap })).toMatchObject({ figure: 'under EUR 0.01', band: null });
  expect(costText({ ...estimates, cost: null })).toBeNull();
});
