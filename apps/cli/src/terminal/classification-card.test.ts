import type { Classification } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { classificationCard, stretchesOf } from './classification-card.ts';
import { inkFor } from './ink.ts';

const window = (from_s: number, prediction: string): Classification['windows'][number] => ({
  from_s,
  to_s: from_s + 0.5,
  probabilities: [0.9, 0.1],
  prediction,
});
const said: Classification = {
  model: { name: 'net', version: 2 },
  run: { id: '01900000-0000-7000-8000-000000000001', number: 7 },
  classes: ['healthy', 'worn'],
  probabilities: [0.24, 0.76],
  prediction: 'worn',
  windows: [window(0, 'worn'), window(0.25, 'worn'), window(0.5, 'healthy'), window(0.75, 'worn')],
  signal: { format: 'wav', channels: 1, samples: 1250, rate_hz: 1000, seconds: 1.25, model_rate_hz: 1000 },
  notes: ['It was resampled.'],
  milliseconds: 2,
};

it('the likeliest class comes first, with what the windows say and what to keep in mind', () => {
  const card = classificationCard(said, { ink: inkFor(false), columns: 100 });
  expect(card).toContain('worn  by net@2, the mean of 4 windows over 1.25 s');
  expect(card.indexOf('76')).toBeLessThan(card.indexOf('24'));
  expect(card).toContain('It was resampled.');
});

it('windows that agree are one stretch', () => {
  expect(stretchesOf(said)).toEqual([
    { from: 0, to: 0.75, prediction: 'worn' },
    { from: 0.5, to: 1, prediction: 'healthy' },
    { from: 0.75, to: 1.25, prediction: 'worn' },
  ]);
});
