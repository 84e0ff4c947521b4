import { crc32c } from './crc32c.ts';

/**
 * TensorBoard's event files: TFRecord frames around protocol buffers of type Event. The few fields that a scalar needs
 * are written by hand (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
 */
export interface Scalar {
  tag: string;
  step: number;
  value: number;
  /** Seconds since 1970. */
  wallTime: number;
}

/** A checksum of data that holds checksums would hide mistakes, so TensorFlow rotates it and adds a constant. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function frame(data: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(data.length + 16);
  framed.writeBigUInt64LE(BigInt(data.length), 0);
  framed.writeUInt32LE(masked(crc32c(framed.subarray(0, 8))), 8);
  data.copy(framed, 12);
  framed.writeUInt32LE(masked(crc32c(data)), 12 + data.length);
  return framed;
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

/** A field of bytes: its number with wire type 2, its length, itself. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(BigInt(content.length)), content]);
}

function head(wallTime: number): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = (1 << 3) | 1;
  bytes.writeDoubleLE(wallTime, 1);
  return bytes;
}

/** What a file begins with: without this version, a step that goes back would make readers forget what came before. */
export function versionEvent(wallTime: number): Buffer {
  return frame(Buffer.concat([head(wallTime), field(3, Buffer.from('brain.Event:2'))]));
}

/** The step is an integer there; a fractional one is rounded. */
export function scalarEvent({ tag, step, value, wallTime }: Scalar): Buffer {
  const simple = Buffer.allocUnsafe(5);
  simple[0] = (2 << 3) | 5;
  simple.writeFloatLE(value, 1);
  const summary = field(1, Buffer.concat([field(1, Buffer.from(tag)), simple]));
  const at = Buffer.concat([Buffer.from([2 << 3]), varint(BigInt(Math.round(step)))]);
  return frame(Buffer.concat([head(wallTime), at, field(5, summary)]));
}
