import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export interface NpyHeader {
  shape: number[];
  /** numpy's name without the byte order, such as `i2`. */
  type: string;
  offset: number;
}

/** Bytes of one value, and how it is read. Little-endian, as numpy writes on every machine that we run on. */
const types: Record<string, { bytes: number; read(view: DataView, at: number): number }> = {
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i2: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  u2: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  i4: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  u4: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  f4: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  f8: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** What is wrong with the file, in words that end a sentence. */
export class UnreadableSignal extends Error {}

/** The header of a `.npy` file, format 1 to 3. */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(1, 6));
  if (bytes.length < 12 || bytes[0] !== 0x93 || magic !== 'NUMPY')
    throw new UnreadableSignal('its file is no .npy file');
  const wide = (bytes[6] ?? 1) > 1;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (start + length > bytes.length) throw new UnreadableSignal('the header of its file is not whole');
  const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const type = /'descr':\s*'([<|>=])([a-z]\d+)'/.exec(text);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text);
  if (type === null || shape === null)
    throw new UnreadableSignal('the header of its file is of a kind that is not known');
  if (type[1] === '>') throw new UnreadableSignal('its values are big-endian');
  if (/'fortran_order':\s*True/.test(text)) throw new UnreadableSignal('its file is in Fortran order');
  const name = type[2] ?? '';
  if (!Object.hasOwn(types, name)) throw new UnreadableSignal(`its values are of type ${name}; numbers were expected`);
  const sizes = (shape[1] ?? '').split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  return { shape: sizes, type: name, offset: start + length };
}

/** All values of a file that lies in memory, in their order. */
export function npyValues(header: NpyHeader, bytes: Uint8Array): Float64Array {
  const type = types[header.type];
  if (type === undefined) throw new UnreadableSignal(`its values are of type ${header.type}`);
  const n = header.shape.reduce((product, size) => product * size, 1);
  if (bytes.length - header.offset < n * type.bytes) {
    throw new UnreadableSignal('its file is shorter than its header says');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: n }, (_, i) => type.read(view, header.offset + i * type.bytes));
}

const longestHeader = 70_000;
/** 128 MiB as doubles: recordings that are longer are not drawn. */
const longestSignal = 16_777_216;

export interface SignalPlace {
  /** Of a 2-D or 3-D array. */
  row: number | null;
  channel: number;
  /** Values in time that belong to the sample; the whole length where it is not said. */
  n: number | null;
  /** Values before the stretch that is read, and how many are read; to the end where that is not said. */
  skip: number;
  take: number | null;
}

/** Where a sample's channel lies: arrays are (n), (channels, n), or with a row (rows, n) and (rows, channels, n). */
export function locate(
  header: NpyHeader,
  { row, channel, n, skip, take }: SignalPlace,
): { first: number; n: number; channels: number } {
  const inner = row === null ? header.shape : header.shape.slice(1);
  const length = inner.at(-1);
  if (length === undefined || inner.length > 2) {
    throw new UnreadableSignal(
      `its file has the shape (${header.shape.join(', ')})${row === null ? '' : ', and a row was named'}`,
    );
  }
  const channels = inner.length === 2 ? (inner[0] ?? 0) : 1;
  if (row !== null && !(row >= 0 && row < (header.shape[0] ?? 0))) {
    throw new UnreadableSignal(`row ${row} was named, but its file has ${header.shape[0] ?? 0}`);
  }
  if (channel >= channels)
    throw new UnreadableSignal(
      `it has ${channels} channel${channels === 1 ? '' : 's'}, channel ${channel} was asked for`,
    );
  const whole = Math.min(length, n ?? length);
  if (skip > 0 && skip >= whole) throw new UnreadableSignal('it ends before the stretch that was asked for');
  const taken = Math.min(whole - skip, take ?? whole);
  if (taken > longestSignal)
    throw new UnreadableSignal(`its ${taken} values are more than are drawn (${longestSignal})`);
  return { first: ((row ?? 0) * channels + channel) * length + skip, n: taken, channels };
}

async function readAt(file: FileHandle, from: number, bytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** One channel of one sample; of a large file only that part is read. */
export async function readSignal(
  path: string,
  place: SignalPlace & { scale: number },
): Promise<{ values: Float64Array; channels: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw new UnreadableSignal('its file is missing');
  });
  try {
    const header = parseNpyHeader(await readAt(file, 0, longestHeader));
    const type = types[header.type];
    if (type === undefined) throw new UnreadableSignal(`its values are of type ${header.type}`);
    const { first, n, channels } = locate(header, place);
    const bytes = await readAt(file, header.offset + first * type.bytes, n * type.bytes);
    if (bytes.length < n * type.bytes) throw new UnreadableSignal('its file is shorter than its header says');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return {
      values: Float64Array.from({ length: n }, (_, i) => type.read(view, i * type.bytes) * place.scale),
      channels,
    };
  } finally {
    await file.close();
  }
}
