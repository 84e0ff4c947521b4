import { describe, expect, it } from 'vitest';
import { locate, parseNpyHeader } from './npy.ts';

function headerOf(text: string, version = 1): Uint8Array {
  const body = Buffer.from(`${text}\n`, 'latin1');
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(body.length);
  else length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([version, 0]), length, body]);
}
const dict = (type: string, shape: string, order = 'False') =>
  `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe('the header of a .npy file', () => {
  it('tells type, shape and where values begin, in each format', () => {
    for (const version of [1, 2]) {
      const bytes = headerOf(dict('<f4', '(130, 2, 20480)'), version);
      expect(parseNpyHeader(bytes)).toEqual({ shape: [130, 2, 20480], type: 'f4', offset: bytes.length });
    }
    expect(parseNpyHeader(headerOf(dict('|i1', '(7,)')))).toMatchObject({ shape: [7], type: 'i1' });
  });

  it.each([
    ['a text', Buffer.from('sample_id,file\nx,y\n'), 'no .npy file'],
    ['big-endian values', headerOf(dict('>f8', '(7,)')), 'big-endian'],
    ['objects', headerOf(dict('|O8', '(7,)')), 'of a kind that is not known'],
    ['complex values', headerOf(dict('<c8', '(7,)')), 'type c8'],
    ['columns first', headerOf(dict('<f4', '(7, 2)', 'True')), 'Fortran'],
    ['a cut header', headerOf(dict('<f4', '(7,)')).subarray(0, 30), 'not whole'],
  ])('of %s is refused in words', (_what, bytes, words) => {
    expect(() => parseNpyHeader(bytes)).toThrow(words);
  });
});

describe('where a channel lies', () => {
  const at = (
    shape: number[],
    row: number | null,
    channel: number,
    n: number | null = null,
    stretch = { skip: 0, take: null as number | null },
  ) => locate({ shape, type: 'f4', offset: 0 }, { row, channel, n, ...stretch });

  it('follows from the shape', () => {
    expect(at([100], null, 0)).toEqual({ first: 0, n: 100, channels: 1 });
    expect(at([5, 100], 3, 0)).toEqual({ first: 300, n: 100, channels: 1 });
    expect(at([2, 100], null, 1)).toEqual({ first: 100, n: 100, channels: 2 });
    expect(at([5, 2, 100], 3, 1, 60)).toEqual({ first: 700, n: 60, channels: 2 });
    expect(at([5, 2, 100], 3, 1, 60, { skip: 50, take: 20 })).toEqual({ first: 750, n: 10, channels: 2 });
  });

  it('is refused outside of the array', () => {
    expect(() => at([5, 100], 5, 0)).toThrow('row 5 was named, but its file has 5');
    expect(() => at([5, 2, 100], 0, 2)).toThrow('it has 2 channels, channel 2 was asked for');
    expect(() => at([2, 2, 2, 2], 0, 0)).toThrow('shape (2, 2, 2, 2)');
    expect(() => at([5, 100], 0, 0, null, { skip: 100, take: 5 })).toThrow('it ends before the stretch');
    expect(() => at([], null, 0)).toThrow('shape ()');
    expect(() => at([100_000_000], null, 0)).toThrow('more than are drawn');
  });
});
