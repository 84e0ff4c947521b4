import { partsConfig } from '@trainyard/contracts';
import { parseCsv } from '@trainyard/domain';
import { describe, expect, it } from 'vitest';
import { promptItems } from '../prompt-dataset.fixture.ts';
import { splitItems } from './prompt-split.ts';

const parts = partsConfig.parse({});
const csv = (given: Record<string, string>) =>
  `sample_id,part\n${Object.entries(given)
    .map(([id, part]) => `${id},${part}\n`)
    .join('')}`;

function split(input: Parameters<typeof splitItems>[0]) {
  const { split: made, issues } = splitItems(input);
  if (made === null) throw new Error(issues.map(({ message }) => message).join('; '));
  const partOf = new Map(parseCsv(made.text).map(([id = '', part = '']) => [id, part]));
  return { made, partOf };
}
const wordsOf = (input: Parameters<typeof splitItems>[0]) =>
  splitItems(input).issues.map(({ path, message }) => `${path}: ${message}`);

describe('items for prompts are dealt to four parts', () => {
  it('by content: the order of the rows changes nothing, another seed does', () => {
    const items = promptItems(100);
    const { made, partOf } = split({ items, given: null, parts });
    expect(made).toMatchObject({ by: 'content', sealed: true, note: null });
    expect(made.sizes).toEqual({ feedback: 20, select: 40, confirm: 15, test: 25 });
    const turned = split({ items: [...items].reverse(), given: null, parts }).partOf;
    expect(items.every(({ id }) => turned.get(id) === partOf.get(id))).toBe(true);
    const other = split({ items, given: null, parts: { ...parts, seed: 1 } });
    expect(other.made.digest).not.toBe(made.digest);
  });

  it('equal inputs and groups stay together', () => {
    const items = promptItems(60, (i) => ({ input: `Question ${i % 30}`, group: i < 10 ? 'one customer' : null }));
    const { made, partOf } = split({ items, given: null, parts });
    expect(made.by).toBe('group');
    for (let i = 0; i < 30; i += 1) expect(partOf.get(`q${i}`)).toBe(partOf.get(`q${i + 30}`));
    expect(new Set(items.slice(0, 10).map(({ id }) => partOf.get(id))).size).toBe(1);
  });

  it('as the data set gives them; what is only training is dealt among all but the test part', () => {
    const items = promptItems(50);
    const given = Object.fromEntries(items.map(({ id }, i) => [id, i < 12 ? 'test' : i < 40 ? 'train' : '']));
    const { made, partOf } = split({ items, given: csv(given), parts });
    expect(made.by).toBe('given');
    expect(made.sizes.test).toBe(12);
    expect(items.slice(12).map(({ id }) => partOf.get(id))).not.toContain('test');
    expect(Math.min(...Object.values(made.sizes))).toBeGreaterThan(0);
    expect(split({ items, given: csv(given), parts: { ...parts, by: 'content' } }).made.by).toBe('content');
  });

  it('a group on both sides of a given split flatters, and the record says so', () => {
    const items = promptItems(50, (i) => ({ group: `g${i % 5}` }));
    const given = Object.fromEntries(items.map(({ id }, i) => [id, i < 12 ? 'test' : 'train']));
    expect(split({ items, given: csv(given), parts }).made.note).toBe('upper bound: same group on both sides');
  });
});

describe('what cannot be split is refused in words', () => {
  it('too few items, by count', () => {
    expect(wordsOf({ items: promptItems(1), given: null, parts })).toEqual([
      expect.stringMatching(/^dataset: The data set is too small: of 1 item in 1 group the parts .* stay empty/),
    ]);
    const oneGroup = promptItems(40, () => ({ group: 'all' }));
    expect(wordsOf({ items: oneGroup, given: null, parts })[0]).toContain('40 items in 1 group');
  });

  it('a given split without a test part', () => {
    const items = promptItems(40);
    const given = csv(Object.fromEntries(items.map(({ id }) => [id, 'train'])));
    expect(wordsOf({ items, given, parts })).toEqual([
      'parts.by: By the parts that the data set gives, the part test stays empty; without a test part no gain can be shown. Set parts.by to content to deal',
    ]);
  });

  it('the same input in two given parts, by name', () => {
    const items = promptItems(40, (i) => (i === 39 ? { input: ' what is the SECRET number 0? ' } : {}));
    const given = Object.fromEntries(items.map(({ id }, i) => [id, i < 10 ? 'test' : 'train']));
    const [words] = wordsOf({ items, given: csv(given), parts });
    expect(words).toMatch(/items q0 \(test\) and q39 \((feedback|select|confirm)\)\. Remove one of each/);
  });

  it('a given split that is not there', () => {
    expect(wordsOf({ items: promptItems(40), given: null, parts: { ...parts, by: 'given' } })[0]).toContain(
      'gives no parts of its own',
    );
  });
});
