import { describe, expect, it } from 'vitest';
import { KeptAnswers } from './kept-answer.ts';

describe('a kept answer', () => {
  it('is made once for all who ask while it is young', async () => {
    let made = 0;
    const answers = new KeptAnswers(async (key) => `${key} ${++made}`, { milliseconds: 60_000, most: 2 });
    expect(await Promise.all([answers.get('a'), answers.get('a')])).toEqual(['a 1', 'a 1']);
  });

  it('is made anew once it is old, or was pushed out by others', async () => {
    let made = 0;
    const old = new KeptAnswers(async () => ++made, { milliseconds: 0, most: 2 });
    expect([await old.get('a'), await old.get('a')]).toEqual([1, 2]);
    const few = new KeptAnswers(async (key) => `${key} ${++made}`, { milliseconds: 60_000, most: 1 });
    await few.get('a');
    await few.get('b');
    expect(await few.get('a')).toBe('a 5');
  });

  it('is not kept when it failed', async () => {
    let made = 0;
    const answers = new KeptAnswers(
      async () => {
        made += 1;
        if (made === 1) throw new Error('not yet');
        return made;
      },
      { milliseconds: 60_000, most: 2 },
    );
    await expect(answers.get('a')).rejects.toThrow('not yet');
    expect(await answers.get('a')).toBe(2);
  });
});
