import { expect, it } from 'vitest';
import { vote } from './vote.ts';

const said = (id: string, calm: number) => ({
  id,
  truth: 'calm',
  said: calm > 0.5 ? 'calm' : 'worn',
  shares: { calm, worn: 1 - calm },
});

it('follows the mean of the shares, not the count of the verdicts', () => {
  const members = [[said('a', 0.9)], [said('a', 0.4)], [said('a', 0.45)]];
  expect(vote(members)).toEqual([{ id: 'a', truth: 'calm', said: 'calm' }]);
});

it('says nothing of a window that a member was not asked about', () => {
  expect(vote([[said('a', 0.9), said('b', 0.1)], [said('b', 0.3)]])).toEqual([
    { id: 'b', truth: 'calm', said: 'worn' },
  ]);
});
