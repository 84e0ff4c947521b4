/** A one-dimensional little-endian float32 array in NumPy's format, version 1.0. */
export function npyOf(values: Float32Array): Uint8Array {
  const shape = `(${values.length},)`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  // Magic, version and length take 10 bytes; the whole header ends on a multiple of 64.
  const padding = 64 - ((10 + dictionary.length + 1) % 64);
  const text = `${dictionary}${' '.repeat(padding)}\n`;
  const header = Buffer.alloc(10 + text.length);
  header.write('\x93NUMPY\x01\x00', 0, 'latin1');
  header.writeUInt16LE(text.length, 8);
  header.write(text, 10, 'latin1');
  const body = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) body.writeFloatLE(value, i * 4);
  return Buffer.concat([header, body]);
}
