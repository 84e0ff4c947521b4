import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A little-endian float32 .npy file of one dimension. */
function npy(values: Float32Array): Buffer {
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length},), }`;
  const padded = `${head.padEnd(117)}\n`; // magic, version and length take ten bytes; the whole is a multiple of 64
  const header = Buffer.alloc(10 + padded.length);
  header.write('\x93NUMPY', 'latin1');
  header[6] = 1;
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, 10, 'latin1');
  return Buffer.concat([header, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}

/** The same numbers for the same seed; a linear congruential generator is enough for noise. */
function noise(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

export interface SignalsOptions {
  units?: number;
  perUnit?: number;
  seconds?: number;
}

/**
 * A folder as people bring it: recordings.csv and one .npy a recording. Three classes, told by their tone, on `units`
 * machines each of which shows every class.
 */
export function writeSignals(folder: string, { units = 6, perUnit = 2, seconds = 1 }: SignalsOptions = {}): string {
  mkdirSync(folder, { recursive: true });
  const rate = 2000;
  const rows = ['file,label,machine,load,sampling_hz'];
  const tones = { fine: 40, loose: 120, worn: 310 };
  let number = 0;
  for (const [label, tone] of Object.entries(tones)) {
    for (let unit = 0; unit < units; unit++) {
      for (let k = 0; k < perUnit; k++) {
        number += 1;
        const draw = noise(number);
        const phase = draw() * 6.28;
        const values = Float32Array.from(
          { length: rate * seconds },
          (_, i) => Math.sin((2 * Math.PI * tone * i) / rate + phase) + 2 * draw(),
        );
        const file = `${label}-${unit}-${k}.npy`;
        writeFileSync(join(folder, file), npy(values));
        rows.push(`${file},${label},m${unit},${k},${rate}`);
      }
    }
  }
  writeFileSync(join(folder, 'recordings.csv'), `${rows.join('\n')}\n`);
  return folder;
}
