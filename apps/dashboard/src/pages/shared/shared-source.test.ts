import { expect, it } from 'vitest';
import { sampleRun } from '../run/live/sample-run.ts';
import { sharedFileAddress, sharedSource } from './shared-source.ts';

const series = { count: 1, first_step: 1, last_step: 1, latest: 1, best_low: 1, best_high: 1, non_finite: 0 };

it('files are reached by the link, whatever they are called', () => {
  expect(sharedFileAddress('tok', 'a b/<c>#1.pdf')).toBe('/api/v1/shared/tok/files/a%20b/%3Cc%3E%231.pdf');
});

it('is read-only, and draws no readings of the machine', () => {
  const source = sharedSource(
    {
      run: sampleRun(),
      config: null,
      insights: { headline: null, split_note: null, baselines: [], best_earlier: null, recommendations: [] },
      sections: [],
      series: [
        { ...series, key: 'validation/loss' },
        { ...series, key: 'system/cpu_percent' },
      ],
      files: [],
      expires_at: '2030-01-01T00:00:00Z',
    },
    'tok',
  );
  expect(source.readOnly).toBe(true);
  expect(source.seriesKeys).toEqual(['validation/loss']);
});
