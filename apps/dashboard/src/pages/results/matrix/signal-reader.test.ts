import type { FrozenRun } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { windowQuery } from './signal-reader.ts';

const frozen = (config: Record<string, unknown>) => ({ config }) as unknown as FrozenRun;

it('a window is asked for as the run has cut it', () => {
  expect(windowQuery(frozen({ window: { seconds: 0.5, overlap: 25 } }))).toEqual({ window: 0.5, overlap: 25 });
});

it('a run that cut nothing asks for whole recordings', () => {
  expect(windowQuery(frozen({ epochs: 3 }))).toEqual({});
  expect(windowQuery(frozen({ window: 'hann' }))).toEqual({});
  expect(windowQuery(null)).toEqual({});
});
