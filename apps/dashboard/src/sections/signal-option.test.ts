import { amplitudeSpectrum } from '@trainyard/domain/signal';
import { light } from '@trainyard/sections';
import { expect, test } from 'vitest';
import { signalOption, spectrumOption, spectrumWords } from './signal-option.ts';

const signal = { file: 'x.npy', rateHz: 1024, unit: 'g', channels: [] };
const tone = Float64Array.from({ length: 1024 }, (_, i) => 3 * Math.sin((2 * Math.PI * 64 * i) / 1024));
const spectrum = amplitudeSpectrum(tone, signal.rateHz);
type Series = { name: string; yAxisIndex?: number; markLine?: { data: { xAxis: number }[] } };

test('what the model looked at lies over the signal on an axis of its own', () => {
  const alone = signalOption(light, tone, signal, null).series as unknown as Series[];
  expect(alone.map(({ name }) => name)).toEqual(['signal']);
  const over = signalOption(light, tone, signal, { method: 'm', values: [0, 1] }).series as unknown as Series[];
  expect(over.map(({ name, yAxisIndex }) => [name, yAxisIndex])).toEqual([
    ['signal', 0],
    ['looked at', 1],
  ]);
});

test('lines are marked where the spectrum reaches, and named in words', () => {
  const marks = [
    { x: 64, label: '2X' },
    { x: 4000, label: 'BPFO' },
  ];
  const series = spectrumOption(light, spectrum, marks).series as unknown as Series[];
  expect(series.find(({ markLine }) => markLine)?.markLine?.data.map(({ xAxis }) => xAxis)).toEqual([64]);
  expect(spectrumWords(spectrum, marks.slice(0, 1), 2)).toBe(
    'Spectrum. Strongest at 64 Hz (3); lines less than 2 Hz apart run together. Marked: 2X 64 Hz.',
  );
  expect(spectrumWords(spectrum, [], 2)).toContain('No speed is known');
});
