import { describe, expect, it } from 'vitest';
import { listed, oneLine, shorten, shortenAll } from './label.ts';

describe('labels', () => {
  it('become one line without marks that turn the direction of what follows', () => {
    expect(oneLine('\u202Egnp.exe\u202C\n\tnext')).toBe('gnp.exe next');
    expect(oneLine(' \u0000 ')).toBe('(no name)');
  });

  it('are shortened by what people see as characters, and never inside one', () => {
    expect(shorten('abcdefgh', 5)).toBe('abcd…');
    expect(shorten('👩‍🔧👩‍🔧👩‍🔧', 2)).toBe('👩‍🔧…');
    expect(shorten('👩‍🔧👩‍🔧👩‍🔧', 3)).toBe('👩‍🔧👩‍🔧👩‍🔧');
  });

  it('stay apart when their beginnings are alike', () => {
    const short = shortenAll(['x'.repeat(50), `${'x'.repeat(50)}y`, 'z'], 20);
    expect(new Set(short).size).toBe(3);
    expect(short[2]).toBe('z');
  });

  it('that begin alike are told apart by their ends', () => {
    expect(shortenAll(['machine part number 18', 'machine part number 19'], 14)).toEqual([
      'machine…ber 18',
      'machine…ber 19',
    ]);
  });

  it('are listed as people would', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c']), listed(['a', 'b', 'c'], 2)]).toEqual([
      '',
      'a',
      'a, b and c',
      'a, b and 1 more',
    ]);
  });
});
