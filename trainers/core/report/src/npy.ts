/** The numbers of a `.npy` file with one row of floats or integers; null for any other. */
export function readNpy(bytes: Buffer): Float64Array | null {
  if (bytes.length < 12 || bytes.toString('latin1', 1, 6) !== 'NUMPY') return null;
  const long = (bytes[6] ?? 1) > 1;
  const start = long ? 12 : 10;
  const end = start + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', start, end);
  const type = /'descr':\s*'([<|])([fiu])([1248])'/.exec(header);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (type === null || shape === undefined || /'fortran_order':\s*True/.test(header)) return null;
  const sizes = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  // Of several rows the first is shown.
  const n = sizes.at(-1) ?? 0;
  const [, , kind = '', width = ''] = type;
  const size = Number(width);
  if (sizes.length === 0 || end + n * size > bytes.length) return null;
  const read = readers[`${kind}${width}`];
  return read === undefined ? null : Float64Array.from({ length: n }, (_, i) => read(bytes, end + i * size));
}

const readers: Record<string, (bytes: Buffer, at: number) => number> = {
  f4: (bytes, at) => bytes.readFloatLE(at),
  f8: (bytes, at) => bytes.readDoubleLE(at),
  i1: (bytes, at) => bytes.readInt8(at),
  i2: (bytes, at) => bytes.readInt16LE(at),
  i4: (bytes, at) => bytes.readInt32LE(at),
  u1: (bytes, at) => bytes.readUInt8(at),
  u2: (bytes, at) => bytes.readUInt16LE(at),
};
