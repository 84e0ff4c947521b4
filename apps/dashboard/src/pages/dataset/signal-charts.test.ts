import { palettes } from '@trainyard/sections';
import { expect, test } from 'vitest';
import { envelope, spectrumOption, spectrumWords, waveformWords } from './signal-charts.ts';

const view = {
  sample_id: 'a',
  channel: 0,
  channels: [],
  rate_hz: 8000,
  from_s: 0,
  n: 4000,
  waveform: { seconds: [0, 0.1], low: [-1, 2], high: [3, 2] },
  spectrum: { hz: [0, 100, 4000], amplitude: [9, 2, 1] },
};

test('a pixel with two ends is drawn as a stroke, one with one value as a point', () => {
  expect(envelope(view.waveform)).toEqual({ x: [0, 0, 0.1], y: [-1, 3, 2] });
});

test('high frequencies are told in kilohertz', () => {
  const text = JSON.stringify(spectrumOption(palettes.light, view, true));
  expect(text).toContain('frequency (kHz)');
  expect(text).toContain('"type":"log"');
});

test('words say what the pictures show', () => {
  expect(waveformWords(view)).toContain('values from -1 to 3');
  expect(spectrumWords(view)).toContain('strongest at 100 Hz');
  expect(spectrumWords({ ...view, spectrum: { hz: [], amplitude: [] } })).toContain('No spectrum');
});
