import { z } from 'zod';

const header = z.record(
  z.string(),
  z.object({ dtype: z.string(), shape: z.array(z.int()), data_offsets: z.tuple([z.int(), z.int()]) }),
);

export interface Weights {
  shape: readonly number[];
  values: Float32Array;
}

/** Tensors of 32-bit floats by name, as PyTorch's models are kept; others are left out. */
export function readSafetensors(file: Buffer): Map<string, Weights> {
  const length = Number(file.readBigUInt64LE(0));
  const { __metadata__: _, ...read } = JSON.parse(file.toString('utf8', 8, 8 + length));
  const floats = Object.entries(header.parse(read)).filter(([, { dtype }]) => dtype === 'F32');
  return new Map(
    floats.map(([name, { shape, data_offsets }]) => {
      const [from, to] = data_offsets.map((offset) => 8 + length + offset);
      const bytes = file.subarray(from, to);
      // Numbers are read where they lie; only where that is no multiple of four are they copied.
      const { buffer, byteOffset, length: count } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
      return [name, { shape, values: new Float32Array(buffer, byteOffset, count / 4) }];
    }),
  );
}
