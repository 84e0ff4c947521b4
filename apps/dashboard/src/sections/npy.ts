/** The numbers of a .npy file (NumPy format 1 to 3), as trainers write signals. */
export interface NpyArray {
  shape: number[];
  values: Float64Array;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Reader = (view: DataView, at: number, little: boolean) => number;
const readers: { [type: string]: { bytes: number; read: Reader } } = {
  f2: { bytes: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  b1: { bytes: 1, read: (view, at) => view.getUint8(at) },
};

/** Throws in words where the file is none, or holds what no number is. */
export function parseNpy(buffer: ArrayBuffer): NpyArray {
  const view = new DataView(buffer);
  if (buffer.byteLength < 12 || magic.some((byte, i) => view.getUint8(i) !== byte)) {
    throw new Error('This is no .npy file.');
  }
  const long = view.getUint8(6) >= 2;
  const headerAt = long ? 12 : 10;
  const headerBytes = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataAt = headerAt + headerBytes;
  if (dataAt > buffer.byteLength) throw new Error('The .npy file ends within its header.');
  const header = new TextDecoder().decode(new Uint8Array(buffer, headerAt, headerBytes));
  const type = /'descr'\s*:\s*'([<>|=])([a-z])(\d+)'/.exec(header);
  const shapeText = /'shape'\s*:\s*\(([^)]*)\)/.exec(header);
  const reader = type ? readers[`${type[2]}${type[3]}`] : undefined;
  if (!type || !reader || !shapeText) throw new Error('The .npy file holds something other than plain numbers.');
  if (/'fortran_order'\s*:\s*True/.test(header))
    throw new Error('The .npy file is in column order, which is not read here.');
  const shape = (shapeText[1] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  const count = shape.reduce((a, b) => a * b, 1);
  if (!Number.isSafeInteger(count) || dataAt + count * reader.bytes > buffer.byteLength) {
    throw new Error('The .npy file is shorter than its header says.');
  }
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = reader.read(view, dataAt + i * reader.bytes, type[1] !== '>');
  return { shape, values };
}

/** The first row of whatever shape: one channel of a signal. */
export function firstRow({ shape, values }: NpyArray): Float64Array {
  return values.subarray(0, shape.at(-1) ?? values.length);
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
