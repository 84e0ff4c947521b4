import { UnreadableSignal } from '../analysis/npy.ts';
import type { ReadSignal } from './read-signal.ts';

interface Layout {
  format: number;
  channels: number;
  rateHz: number;
  bits: number;
}

function layoutOf(view: DataView, at: number, size: number): Layout {
  const format = view.getUint16(at, true);
  return {
    // The extensible form names the real one in the first two bytes of an identifier.
    format: format === 0xfffe && size >= 26 ? view.getUint16(at + 24, true) : format,
    channels: view.getUint16(at + 2, true),
    rateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

/** Whole numbers become -1 to 1, as the import of data sets has them. */
function readerOf({ format, bits }: Layout): (view: DataView, at: number) => number {
  if (format === 3 && bits === 32) return (view, at) => view.getFloat32(at, true);
  if (format === 3 && bits === 64) return (view, at) => view.getFloat64(at, true);
  if (format === 1 && bits === 8) return (view, at) => (view.getUint8(at) - 128) / 128;
  if (format === 1 && bits === 16) return (view, at) => view.getInt16(at, true) / 32_768;
  if (format === 1 && bits === 24)
    return (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608;
  if (format === 1 && bits === 32) return (view, at) => view.getInt32(at, true) / 2_147_483_648;
  throw new UnreadableSignal(`it is a WAV file of format ${format} with ${bits} bits, which is not read here`);
}

/** A RIFF file of plain samples. */
export function readWav(bytes: Uint8Array): ReadSignal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let layout: Layout | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name === 'fmt ' && size >= 16 && body + size <= bytes.length) layout = layoutOf(view, body, size);
    if (name === 'data') {
      if (layout === null || layout.channels === 0) break;
      const read = readerOf(layout);
      const width = layout.bits / 8;
      const frame = width * layout.channels;
      const n = Math.floor(Math.min(size, bytes.length - body) / frame);
      const channels = Array.from({ length: layout.channels }, (_, c) =>
        Float64Array.from({ length: n }, (_, i) => read(view, body + i * frame + c * width)),
      );
      return { format: 'wav', channels, rateHz: layout.rateHz };
    }
    at = body + size + (size % 2);
  }
  throw new UnreadableSignal('it is damaged or no WAV file');
}
