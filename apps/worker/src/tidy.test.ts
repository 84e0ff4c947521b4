import { expect, it } from 'vitest';
import { Tidying } from './tidy.ts';

it('tidying is begun and not waited for, never twice at once, and its failure is told', async () => {
  const said: string[] = [];
  let end: () => void = () => undefined;
  const tidying = new Tidying(0, {
    merge: () => {
      said.push('merge');
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    drop: () => Promise.reject(new Error('no')),
    failed: (error) => said.push(String(error)),
  });
  tidying.beginWhenDue();
  tidying.beginWhenDue();
  expect(said).toEqual(['merge']);
  end();
  await tidying.ended();
  expect(said).toEqual(['merge', 'Error: no']);
  tidying.beginWhenDue();
  expect(said).toEqual(['merge', 'Error: no', 'merge']);
  end();
  await tidying.ended();
});
