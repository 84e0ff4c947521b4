import { levelOf, type Points, type PointsHeader } from '@trainyard/domain';

/**
 * A chunk's columns as bytes, little endian. Steps mostly count evenly and times mostly lie within days of the write, so
 * that both have a short form; the first byte says which. Times are kept against the chunk's base (database clock).
 */
const even = 0;
const plain = 1;
const absolute = 2;

function f64(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function tagged(tag: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), body]);
}

/** A copy: what the driver hands out lies at any offset, and typed arrays need an even one. */
function numbers(bytes: Buffer, from: number, n: number): Float64Array {
  const copy = new Float64Array(n);
  bytes.copy(Buffer.from(copy.buffer), 0, from, from + n * 8);
  return copy;
}

export function packSteps(steps: Float64Array): Buffer {
  const first = steps[0] ?? 0;
  const gap = steps.length > 1 ? (steps[1] as number) - first : 0;
  let isEven = true;
  for (let i = 1; i < steps.length && isEven; i += 1) isEven = steps[i] === first + i * gap;
  return isEven ? tagged(even, f64(Float64Array.of(first, gap))) : tagged(plain, f64(steps));
}

function unpackSteps(bytes: Buffer, n: number): Float64Array {
  if (bytes[0] === plain) return numbers(bytes, 1, n);
  const [first = 0, gap = 0] = numbers(bytes, 1, 2);
  const steps = new Float64Array(n);
  for (let i = 0; i < n; i += 1) steps[i] = first + i * gap;
  return steps;
}

export function packValues(values: Float64Array): Buffer {
  return f64(values);
}

function unpackValues(bytes: Buffer, n: number): Float64Array {
  return numbers(bytes, 0, n);
}

const int32 = 0x7fff_ffff;

/** `offsets` are milliseconds against the base; NaN stands for the base itself. */
export function packTimes(offsets: Float64Array): Buffer {
  const first = Math.round(offsets[0] ?? 0);
  let isEven = true;
  let fits = true;
  for (const offset of offsets) {
    if (Math.round(offset) !== first) isEven = false;
    if (!(Math.abs(offset) < int32)) fits = false;
  }
  if (!fits) return tagged(absolute, f64(offsets));
  if (isEven) return tagged(even, Buffer.from(Int32Array.of(first).buffer));
  return tagged(plain, Buffer.from(Int32Array.from(offsets, Math.round).buffer));
}

/** Milliseconds since 1970. */
function unpackTimes(bytes: Buffer, n: number, baseMs: number): Float64Array {
  if (bytes[0] === even) return new Float64Array(n).fill(baseMs + bytes.readInt32LE(1));
  if (bytes[0] === absolute) return numbers(bytes, 1, n).map((offset) => baseMs + (Number.isNaN(offset) ? 0 : offset));
  const times = new Float64Array(n);
  for (let i = 0; i < n; i += 1) times[i] = baseMs + bytes.readInt32LE(1 + i * 4);
  return times;
}

const levelBytes = 44;

/** The middle level of a chunk; empty where the chunk is short. */
export function packLevel(points: Pick<Points, 'steps' | 'values'>): Buffer {
  const headers = levelOf(points);
  const bytes = Buffer.alloc(headers.length * levelBytes);
  headers.forEach((header, i) => {
    const at = i * levelBytes;
    bytes.writeDoubleLE(header.firstStep, at);
    bytes.writeDoubleLE(header.lastStep, at + 8);
    bytes.writeDoubleLE(header.lo ?? Number.NaN, at + 16);
    bytes.writeDoubleLE(header.hi ?? Number.NaN, at + 24);
    bytes.writeDoubleLE(header.sum, at + 32);
    bytes.writeUInt16LE(header.n, at + 40);
    bytes.writeUInt16LE(header.finite, at + 42);
  });
  return bytes;
}

function boundOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

export function unpackLevel(bytes: Buffer): PointsHeader[] {
  const headers: PointsHeader[] = [];
  for (let at = 0; at + levelBytes <= bytes.length; at += levelBytes) {
    headers.push({
      firstStep: bytes.readDoubleLE(at),
      lastStep: bytes.readDoubleLE(at + 8),
      lo: boundOf(bytes.readDoubleLE(at + 16)),
      hi: boundOf(bytes.readDoubleLE(at + 24)),
      sum: bytes.readDoubleLE(at + 32),
      n: bytes.readUInt16LE(at + 40),
      finite: bytes.readUInt16LE(at + 42),
    });
  }
  return headers;
}

export interface PackedChunk {
  n: number;
  base_ms: number;
  steps: Buffer;
  vals: Buffer;
  times: Buffer;
}

const noTimes = new Float64Array(0);

/** Points of the driver's rows; `times` may have been left in the database, and are then empty. */
export function unpackChunk(chunk: Omit<PackedChunk, 'times'> & { times: Buffer | null }): Points {
  return {
    steps: unpackSteps(chunk.steps, chunk.n),
    values: unpackValues(chunk.vals, chunk.n),
    times: chunk.times === null ? noTimes : unpackTimes(chunk.times, chunk.n, chunk.base_ms),
  };
}
