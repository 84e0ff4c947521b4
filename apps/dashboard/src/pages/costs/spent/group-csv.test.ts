import { expect, test } from 'vitest';
import { groupCsv } from './group-csv.ts';

test('a cost that nobody knows is empty and not 0, and a name that is a formula stays a name', () => {
  const sum = {
    group: '=cmd()',
    day: null,
    calls: 2,
    cached: 1,
    batch: null,
    failed: 0,
    unknown: 0,
    input_tokens: 10,
    output_tokens: 5,
    cost_usd: 0,
    unpriced: 2,
    kept_usd: 0,
    asked: 0,
    held_usd: 0,
    saved_usd: 0.25,
    saved_unpriced: 0,
  };
  const [head, row] = groupCsv([sum], (group) => group ?? '').split('\r\n');
  expect(head?.split(',').slice(0, 2)).toEqual(['group', 'calls']);
  expect(row).toBe("'=cmd(),2,1,0,0,10,5,,0,2,0.25,0");
});
