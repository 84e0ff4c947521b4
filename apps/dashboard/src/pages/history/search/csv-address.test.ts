import { expect, test } from 'vitest';
import { csvAddress } from './csv-address.ts';

test('the CSV is asked for as the table is', () => {
  expect(csvAddress({})).toBe('/api/v1/runs.csv');
  const address = csvAddress({ q: 'a b', filter: 'status:failed', sort: '-number', columns: 'metric.test/f1' });
  expect(Object.fromEntries(new URL(address, 'http://x').searchParams)).toEqual({
    q: 'a b',
    filter: 'status:failed',
    sort: '-number',
    columns: 'metric.test/f1',
  });
});
