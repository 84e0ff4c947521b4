import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './markdown.ts';

describe('Markdown as data', () => {
  it('has headings, paragraphs, lists, quotes, code and rules', () => {
    const blocks = parseMarkdown('# One\ntwo\nlines\n\n- a\n- b\n  more\n\n1. c\n\n> said\n\n```\ncode *x*\n```\n---');
    expect(blocks.map((b) => b.kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'rule']);
    expect(blocks[1]).toEqual({ kind: 'paragraph', inlines: [{ kind: 'text', text: 'two lines' }] });
    expect(blocks[2]).toMatchObject({ ordered: false, items: [[{ text: 'a' }], [{ text: 'b more' }]] });
    expect(blocks[5]).toEqual({ kind: 'code', text: 'code *x*' });
  });

  it('has strong, emphasised and code words and links', () => {
    expect(parseInline('a **b *c*** `d**` [e](https://x.org/f)')).toEqual([
      { kind: 'text', text: 'a ' },
      {
        kind: 'strong',
        inlines: [
          { kind: 'text', text: 'b ' },
          { kind: 'emphasis', inlines: [{ kind: 'text', text: 'c' }] },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'd**' },
      { kind: 'text', text: ' ' },
      { kind: 'link', href: 'https://x.org/f', inlines: [{ kind: 'text', text: 'e' }] },
    ]);
  });

  it('leaves names with underscores, lone marks and escaped marks alone', () => {
    for (const text of ['macro_f1_new_units', '2 * 3 * 4', 'a ** b', '**open']) {
      expect(parseInline(text)).toEqual([{ kind: 'text', text }]);
    }
    expect(parseInline('\\*so\\*')).toEqual([{ kind: 'text', text: '*so*' }]);
  });

  it('links to pages and addresses only; anything else stays the text that it was', () => {
    for (const bad of ['[x](javascript:alert)', '[x](data:text/html,hi)', '[x](//evil.example)', '[x](/runs/1)']) {
      expect(parseInline(bad)).toEqual([{ kind: 'text', text: bad }]);
    }
  });

  it('knows no markup: what looks like it is text', () => {
    const [block] = parseMarkdown('<img src=x onerror=alert(1)>');
    expect(block).toEqual({ kind: 'paragraph', inlines: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] });
  });

  it('reads 20,000 marks that never close in a moment', () => {
    const begun = performance.now();
    for (const mark of ['*', '_', '`', '[', '**a', '[x](']) parseMarkdown(mark.repeat(20_000 / mark.length));
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
