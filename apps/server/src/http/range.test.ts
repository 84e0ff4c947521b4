import { describe, expect, it } from 'vitest';
import { attachment, namesTag, parseRange } from './range.ts';

describe('a Range header', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-2', { start: 8, end: 9 }],
    ['bytes=-50', { start: 0, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
  ])('%s of ten bytes is a part', (header, range) => {
    expect(parseRange(header, 10)).toEqual(range);
  });

  it.each([undefined, '', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'junk'])('%s asks for the whole', (header) => {
    expect(parseRange(header, 10)).toBeNull();
  });

  it.each(['bytes=10-', 'bytes=5-2', 'bytes=99-100', 'bytes=-0'])('%s lies outside and is refused', (header) => {
    expect(() => parseRange(header, 10)).toThrow(expect.objectContaining({ code: 'range-invalid' }));
  });
});

describe('an entity tag', () => {
  it('is found in a list, weak or not', () => {
    expect(namesTag('"a", W/"b"', '"b"')).toBe(true);
    expect(namesTag('"a"', '"b"')).toBe(false);
    expect(namesTag(undefined, '"b"')).toBe(false);
  });
});

describe('an attachment', () => {
  it('carries any name without breaking the header', () => {
    expect(attachment('a"\r\nb é.csv')).toBe(
      `attachment; filename="a___b__.csv"; filename*=UTF-8''a%22%0D%0Ab%20%C3%A9.csv`,
    );
  });
});
