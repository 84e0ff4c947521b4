import { expect, it } from 'vitest';
import { recordingWords } from './recording-words.ts';

const view = { sample_id: 'wear-u01', rate_hz: 1000, from_s: 0.75, n: 500 };

it('a window is told by its place in the recording', () => {
  expect(recordingWords(view, 'wear-u01#3')).toBe('Window 3 of wear-u01: 0.5 s at 1,000 Hz, from 0.75 s on.');
});

it('a recording is told as a whole, even where its own name looks like that of a window', () => {
  const whole = { ...view, from_s: 0, n: 2000 };
  expect(recordingWords(whole, 'wear-u01')).toBe('Recording wear-u01: 2 s at 1,000 Hz.');
  expect(recordingWords({ ...whole, sample_id: 'a#3' }, 'a#3')).toBe('Recording a#3: 2 s at 1,000 Hz.');
});
