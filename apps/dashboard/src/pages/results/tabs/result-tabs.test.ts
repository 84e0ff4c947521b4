import { sectionTypes } from '@trainyard/contracts';
import { samples } from '@trainyard/sections/samples';
import { expect, it } from 'vitest';
import { overviewSections, resultTabs, tabOf } from './result-tabs.ts';

const sampleSections = samples.map(({ section }) => section);

it('every section of every type has its place, once', () => {
  const placed = [
    ...overviewSections(sampleSections),
    ...resultTabs(sampleSections).flatMap(({ sections }) => sections),
  ];
  expect(new Set(placed)).toEqual(new Set(sampleSections));
  expect(placed).toHaveLength(sampleSections.length);
  expect(new Set(sampleSections.map(({ type }) => type))).toEqual(new Set(sectionTypes));
});

it('a group of one section is called as the section is, and no longer than a tab can be', () => {
  const text = { type: 'text' as const, title: '<script>'.repeat(30), notes: [], data: { markdown: 'x' } };
  const [tab] = resultTabs([text]);
  expect(tab?.title).toBe(text.title);
  expect([...(tab?.label ?? '')].length).toBeLessThanOrEqual(26);
  expect(resultTabs([text, { ...text, title: 'more' }])[0]?.label).toBe('Text');
});

it('what says that it is about the model stands with the model, in the order in which it was sent', () => {
  const words = (title: string) => ({ type: 'text' as const, title, notes: [], data: { markdown: 'x' } });
  const tabs = resultTabs([
    { ...words('heads'), about: 'model' },
    words('else'),
    { ...words('rate'), about: 'training' },
  ]);
  expect(tabs.map(({ id, label, sections }) => [id, label, sections.map(({ title }) => title)])).toEqual([
    ['model', 'Inside the model', ['heads']],
    ['history', 'History', ['rate']],
    ['text', 'else', ['else']],
  ]);
});

it('without sections there is no tab, and an address that asks for none opens the overview', () => {
  expect(resultTabs([])).toEqual([]);
  const tabs = [{ id: 'overview' }, { id: 'files' }];
  expect(tabOf('files', tabs)).toBe('files');
  expect(tabOf('nothing', tabs)).toBe('overview');
  expect(tabOf(undefined, tabs)).toBe('overview');
});
