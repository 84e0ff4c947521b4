import { expect, it } from 'vitest';
import { noSectionWords } from './no-section-words.ts';

it('says what became of the run, and of outside programs what they do not send', () => {
  const titles = (['failed', 'cancelled', 'completed', 'running'] as const).map(
    (status) => noSectionWords({ status, executor: 'worker' }).title,
  );
  expect(new Set(titles).size).toBe(4);
  expect(noSectionWords({ status: 'completed', executor: 'external' }).title).toContain('outside program');
  expect(noSectionWords({ status: 'queued', executor: 'worker' }).title).toBe('No results yet.');
});
