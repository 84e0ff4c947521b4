import { describe, expect, it } from 'vitest';
import { firstRow, parseNpy } from './npy.ts';

/** A file as NumPy writes it: magic, version, header padded to 64 bytes, data. */
function npy(descr: string, shape: string, data: Uint8Array, extra = "'fortran_order': False"): ArrayBuffer {
  const text = `{'descr': '${descr}', ${extra}, 'shape': ${shape}, }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + padded.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  bytes.set(new TextEncoder().encode(padded), 10);
  bytes.set(data, 10 + padded.length);
  return bytes.buffer;
}
const bytesOf = (array: Float32Array | Float64Array | Int16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('a .npy file', () => {
  it('of single, double and whole numbers is read', () => {
    expect([...parseNpy(npy('<f4', '(3,)', bytesOf(new Float32Array([1, -2.5, 0])))).values]).toEqual([1, -2.5, 0]);
    expect([...parseNpy(npy('<f8', '(1,)', bytesOf(new Float64Array([Math.PI])))).values]).toEqual([Math.PI]);
    expect([...parseNpy(npy('<i2', '(2,)', bytesOf(new Int16Array([-7, 300])))).values]).toEqual([-7, 300]);
  });

  it('of half numbers and of the other byte order is read', () => {
    expect([...parseNpy(npy('<f2', '(4,)', new Uint8Array([0, 0x3c, 0, 0xc0, 0, 0x7c, 1, 0]))).values]).toEqual([
      1,
      -2,
      Number.POSITIVE_INFINITY,
      2 ** -24,
    ]);
    expect([...parseNpy(npy('>i2', '(1,)', new Uint8Array([1, 0]))).values]).toEqual([256]);
  });

  it('of several channels gives its first', () => {
    const array = parseNpy(npy('<i2', '(2, 3)', bytesOf(new Int16Array([1, 2, 3, 4, 5, 6]))));
    expect(array.shape).toEqual([2, 3]);
    expect([...firstRow(array)]).toEqual([1, 2, 3]);
  });

  it('that is none, is cut off or holds objects is refused in words', () => {
    const good = npy('<f8', '(2,)', bytesOf(new Float64Array([1, 2])));
    expect(() => parseNpy(new ArrayBuffer(0))).toThrow('no .npy file');
    expect(() => parseNpy(new TextEncoder().encode('PK\u0003\u0004 and so on').buffer as ArrayBuffer)).toThrow(
      'no .npy file',
    );
    expect(() => parseNpy(good.slice(0, 40))).toThrow('ends within its header');
    expect(() => parseNpy(good.slice(0, good.byteLength - 1))).toThrow('shorter than its header says');
    expect(() => parseNpy(npy('|O8', '(1,)', new Uint8Array(8)))).toThrow('other than plain numbers');
    expect(() => parseNpy(npy('<f8', '(1, 1)', new Uint8Array(8), "'fortran_order': True"))).toThrow('column order');
    expect(() => parseNpy(npy('<f4', '(99999999999999999999,)', new Uint8Array(4)))).toThrow('shorter');
  });
});
