import { expect, it } from 'vitest';
import { cellsOf, ranked, rateOf, tryable } from './try-words.ts';

const input = { kind: 'signal', rate_hz: 12_000, window_samples: 3000, channels: 1 };

it('a model is tried where its ONNX file takes signals; else it is said why not', () => {
  expect(tryable([{ kind: 'onnx', meta: { input } }])).toEqual({
    takes: { rateHz: 12_000, seconds: 0.25, speed: false, byRun: false },
  });
  expect(tryable([{ kind: 'model', meta: { input } }])).toMatchObject({
    whyNot: expect.stringContaining('no ONNX file'),
  });
  expect(tryable([{ kind: 'onnx', meta: { features: ['rms'] } }])).toMatchObject({
    whyNot: expect.stringContaining('no program that computes it was kept'),
  });
  expect(tryable([{ kind: 'onnx', meta: { input: { kind: 'signal' } } }])).toEqual({
    takes: { rateHz: null, seconds: null, speed: false, byRun: false },
  });
  const through = { file: 'f.pyz', environment: 'scientific', columns: 36 };
  const takes = (more: object) =>
    tryable([{ kind: 'onnx', meta: { input: { ...input, through: { ...through, ...more } } } }]);
  expect(takes({})).toMatchObject({ takes: { byRun: true, speed: false } });
  expect(takes({ speed: { column: 'rpm', unit: 'rpm' } })).toMatchObject({ takes: { byRun: true, speed: true } });
});

it('rates are read as people type them', () => {
  expect(rateOf('')).toBeUndefined();
  expect(['12000', '12 000 Hz', '25,6 kHz', '25.6khz'].map(rateOf)).toEqual([12_000, 12_000, 25_600, 25_600]);
  expect(['fast', '-1', '0', '1e5x', '12,000,000'].map(rateOf)).toEqual([null, null, null, null, null]);
});

it('the likeliest class comes first, ties in the order of the classes', () => {
  expect(ranked({ classes: ['a', 'b', 'c'], probabilities: [0.2, 0.4, 0.4] }).map(({ label }) => label)).toEqual([
    'b',
    'c',
    'a',
  ]);
});

it('windows that do not fit are told by the least certain of their group', () => {
  const windows = [0.9, 0.6, 0.8, 0.7, 0.95].map((share, i) => ({
    from_s: i,
    to_s: i + 2,
    probabilities: [share, 1 - share],
    prediction: 'a',
  }));
  expect(cellsOf({ windows, classes: ['a', 'b'] }, 10)).toHaveLength(5);
  expect(cellsOf({ windows, classes: ['a', 'b'] }, 3).map(({ from, to, share }) => [from, to, share])).toEqual([
    [0, 3, 0.6],
    [2, 5, 0.7],
    [4, 6, 0.95],
  ]);
});
