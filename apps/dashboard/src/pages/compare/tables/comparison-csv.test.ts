import { expect, it } from 'vitest';
import { sampleRun } from '../../run/live/sample-run.ts';
import { comparisonCsv } from './comparison-csv.ts';

it('has a column a run, scores with their ends, and settings', () => {
  const text = comparisonCsv({
    runs: [sampleRun({ number: 1, name: '=cmd' }), sampleRun({ number: 2, name: 'b, c' })],
    metrics: [
      {
        key: 'accuracy',
        label: 'Accuracy',
        better: 'higher',
        values: [0.5, null],
        low: [0.4, null],
        high: [0.6, null],
        winner: 0,
      },
      { key: 'loss', label: 'Loss', better: 'lower', values: [1, 2], low: [null, null], high: [null, null], winner: 0 },
    ],
    parameters: [{ key: 'C', values: ['1', '=2+2'], differs: true }],
    significance: { metric: 'accuracy', pairs: [], not_comparable: [], verdict: '' },
    warnings: [],
  });
  expect(text.split('\r\n')).toEqual([
    'what,key,1 =cmd,"2 b, c"',
    'score,accuracy,0.5,',
    '"score, low",accuracy,0.4,',
    '"score, high",accuracy,0.6,',
    'score,loss,1,2',
    "setting,C,1,'=2+2",
    '',
  ]);
});
