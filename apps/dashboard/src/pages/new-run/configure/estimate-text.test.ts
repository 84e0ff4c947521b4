import { expect, test } from 'vitest';
import { checkpointText, timeText } from './estimate-text.ts';

test('an estimate has its band and says what it rests on', () => {
  const seconds = { value: 20, low: 14, high: 30, runs: 12, basis: 'runs' as const };
  const checkpoint_bytes = { value: 2_000_000, low: 1_000_000, high: 4_000_000, runs: 0, basis: 'typical' as const };
  expect(timeText({ seconds, checkpoint_bytes })).toEqual({
    figure: 'about 20 s',
    band: '14 s to 30 s',
    basis: 'from 12 runs',
  });
  expect(checkpointText({ seconds, checkpoint_bytes })).toEqual({
    figure: 'about 2.0 MB',
    band: '1.0 MB to 4.0 MB',
    basis: 'from the trainer’s own measurement',
  });
  expect(timeText({ seconds: null, checkpoint_bytes: null })).toBeNull();
});
