import { expect, it } from 'vitest';
import { furtherKeys, metricRows, readDetail, withKey, withMetric, writeDetail } from './metric-rows.ts';

it('rows are read from a list of metrics, and from nothing else', () => {
  expect(metricRows([{ metric: 'bleu', weight: 2 }])).toEqual([{ metric: 'bleu', weight: 2 }]);
  expect(metricRows('my-set')).toBeNull();
  expect(metricRows([{ weight: 2 }])).toBeNull();
});

it('another metric keeps weight and floor, and not what only the old one was told', () => {
  const row = { metric: 'regex', pattern: '^a', weight: 2, floor: 0.5 };
  expect(withMetric(row, 'bleu')).toEqual({ metric: 'bleu', weight: 2, floor: 0.5 });
  expect(withKey(row, 'weight', undefined)).toEqual({ metric: 'regex', pattern: '^a', floor: 0.5 });
  expect(furtherKeys({ metric: 'similarity', idf: true, weight: 1 })).toEqual(['idf']);
});

it.each([
  ['pattern', '^a\n', '^a\n'],
  ['command', 'node\nscore.js', ['node', 'score.js']],
  ['schema', '{"type":"object"}', { type: 'object' }],
])('what %s is told is written as it is read', (key, text, value) => {
  expect(readDetail(key, text)).toEqual(value);
  expect(readDetail(key, writeDetail(value))).toEqual(value);
});

it('a schema that is still being typed stays text, and nothing is nothing', () => {
  expect(readDetail('schema', '{"type"')).toBe('{"type"');
  expect(readDetail('pattern', '')).toBeUndefined();
});
