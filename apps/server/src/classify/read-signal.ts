import { TrainyardError } from '@trainyard/contracts';
import { npyValues, parseNpyHeader, UnreadableSignal } from '../analysis/npy.ts';
import { readTable } from './read-table.ts';
import { readWav } from './read-wav.ts';

export interface ReadSignal {
  format: 'json' | 'npy' | 'csv' | 'wav';
  /** All of one length. */
  channels: Float64Array[];
  /** What the file says of itself; null where it says nothing. */
  rateHz: number | null;
}

export function signalUnfit(detail: string): TrainyardError {
  return new TrainyardError('signal-unfit', { detail });
}

/** Rows of an array are channels; where only the columns are as many as the model takes, they are. */
function readNpy(bytes: Uint8Array, wanted: number): ReadSignal {
  const header = parseNpyHeader(bytes);
  const values = npyValues(header, bytes);
  const shape = header.shape.filter((size) => size !== 1);
  if (shape.length > 2)
    throw signalUnfit(`its array has the shape (${header.shape.join(', ')}); one signal was expected`);
  const [rows = 1, n = 1] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
  if (rows !== wanted && n === wanted) {
    const channels = Array.from({ length: n }, (_, c) =>
      Float64Array.from({ length: rows }, (_, i) => values[i * n + c] ?? Number.NaN),
    );
    return { format: 'npy', channels, rateHz: null };
  }
  const channels = Array.from({ length: rows }, (_, row) => values.slice(row * n, (row + 1) * n));
  return { format: 'npy', channels, rateHz: null };
}

function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(at, at + text.length)) === text;
}

/** A file by its content; its name only helps to say what is wrong. */
export function readSignalFile(bytes: Uint8Array, wanted: number): ReadSignal {
  if (bytes.length === 0) throw signalUnfit('the file is empty');
  if (startsWith(bytes, 'MATLAB') || startsWith(bytes, '\u0089HDF')) {
    throw signalUnfit('MAT files are not read here; save the signal as .npy, .csv or .wav');
  }
  try {
    if (bytes[0] === 0x93) return readNpy(bytes, wanted);
    if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WAVE', 8)) return readWav(bytes);
    return readTable(bytes);
  } catch (error) {
    if (error instanceof UnreadableSignal) throw signalUnfit(error.message);
    throw error;
  }
}

function numbers(list: readonly unknown[], what: string): Float64Array {
  return Float64Array.from(list, (value, i) => {
    if (typeof value === 'number') return value;
    const came = value === null ? 'null' : JSON.stringify(value).slice(0, 40);
    throw signalUnfit(`${what}value ${i + 1} is ${came}; a number was expected`);
  });
}

/** Numbers of one channel, or a list of numbers a channel. */
export function readSignalNumbers(signal: readonly unknown[]): ReadSignal {
  if (!Array.isArray(signal[0])) return { format: 'json', channels: [numbers(signal, '')], rateHz: null };
  const channels = signal.map((list, c) => {
    if (!Array.isArray(list)) throw signalUnfit(`channel ${c + 1} is no list of numbers`);
    return numbers(list, `in channel ${c + 1}, `);
  });
  return { format: 'json', channels, rateHz: null };
}
