import type { ReadFile } from '../../sections/run-file.ts';

const rateHz = 12_000;
const count = 3000;

/** A .npy file of a knocking bearing, made of sines: the gallery has no run to read files of. */
export const readSampleSignal: ReadFile = async (path) => {
  const seed = [...path].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const values = Float32Array.from({ length: count }, (_, i) => {
    const t = i / rateHz;
    const knock = ((t * (90 + (seed % 40))) % 1) / 12;
    return 0.2 * Math.sin(2 * Math.PI * 30 * t) + Math.exp(-knock * 90) * Math.sin(2 * Math.PI * 3200 * t);
  });
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count},), }`.padEnd(117).concat('\n');
  const bytes = new Uint8Array(10 + header.length + values.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(values.buffer), 10 + header.length);
  return bytes.buffer;
};
