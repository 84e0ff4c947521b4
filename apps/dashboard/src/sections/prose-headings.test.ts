import { parseMarkdown } from '@trainyard/sections';
import { describe, expect, it } from 'vitest';
import { headingLevels } from './prose-headings.ts';

describe('headings of a text', () => {
  it('go on below the page without leaving a level out', () => {
    const blocks = parseMarkdown('### a\n# b\n### c\n## d\ntext\n# e');
    expect(headingLevels(blocks, 2)).toEqual([3, 3, 4, 4, 0, 3]);
  });
});
