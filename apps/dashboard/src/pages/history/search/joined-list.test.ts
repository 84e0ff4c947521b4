import { expect, test } from 'vitest';
import { joinList, splitList } from './joined-list.ts';

test('a list is read as it was written, commas within included', () => {
  const parts = ['a', 'x, y', 'metric.train/loss', '<script>'];
  expect(joinList(parts)).toBe('a,x\\, y,metric.train/loss,<script>');
  expect(splitList(joinList(parts))).toEqual(parts);
});

test('empty parts and missing lists do not count', () => {
  expect(splitList(undefined)).toEqual([]);
  expect(splitList(',a,, b ,')).toEqual(['a', 'b']);
});
