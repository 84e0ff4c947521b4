import { expect, it } from 'vitest';
import { bodyIn, emptyFields, metricChoices, metricIn } from './batch-fields.ts';

it('a form becomes a request; what is left empty is left out', () => {
  const items = [{ input: 'a', values: {} }];
  expect(bodyIn({ ...emptyFields, kind: 'inference' }, 'judge@2', items)).toEqual({
    kind: 'inference',
    prompt: 'judge@2',
    samples: 1,
    items,
  });
  const fields = { ...emptyFields, dataset: 'reviews', model: 'small', samples: '3', calls: '50' };
  expect(bodyIn(fields, 'judge@2', null)).toEqual({
    kind: 'evaluation',
    prompt: 'judge@2',
    samples: 3,
    language_model: 'small',
    dataset: 'reviews',
    part: 'open',
    metrics: [{ metric: 'exact_match' }],
    budget: { calls: 50, usd: null },
  });
});

it('each metric is made of its one detail, and what cannot be read is said', () => {
  const made = metricChoices.map(({ value }) => metricIn({ metric: value, detail: '{"type":"object"}' }).metric);
  expect(made).toEqual(metricChoices.map(({ value }) => value));
  expect(metricIn({ metric: 'json_schema', detail: '{"type":"object"}' })).toEqual({
    metric: 'json_schema',
    schema: { type: 'object' },
  });
  expect(() => metricIn({ metric: 'json_schema', detail: '{' })).toThrow('not JSON');
  expect(() => bodyIn({ ...emptyFields, usd: '-1' }, 'judge', [])).toThrow('number above 0');
});
