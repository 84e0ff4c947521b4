import type { Section } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { distinctTitles } from './distinct-titles.ts';

const text = (title: string): Section => ({ type: 'text', title, notes: [], data: { markdown: title } });
const titles = (sections: readonly Section[], taken?: string[]) =>
  distinctTitles(sections, taken).map(({ title }) => title);

it('two sections of one title are told apart by their number, and what they hold stays', () => {
  const two = [text('Scores'), text('scores'), text('Scores (2)'), text('Other')];
  expect(titles(two)).toEqual(['Scores', 'scores (2)', 'Scores (2) (2)', 'Other']);
  expect(distinctTitles(two)[1]?.data).toEqual({ markdown: 'scores' });
});

it('a section that is called as a part of the page is gets another name than that', () => {
  expect(titles([text('Headline')], ['Headline'])).toEqual(['Headline (2)']);
});
