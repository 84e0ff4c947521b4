import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  path: string;
  content: AsyncIterable<Buffer>;
}

interface Written {
  path: Buffer;
  crc: number;
  size: number;
  packed: number;
  offset: number;
}

/** Sizes follow their data, names are UTF-8. */
const flags = 0x0808;
const deflated = 8;
const version = 20;
/** The format's own numbers; larger archives would need its 64-bit form. */
const mostBytes = 0xffff_ffff;

function timeOf(at: Date): { date: number; time: number } {
  const year = Math.max(1980, at.getUTCFullYear());
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}

function localHeader(path: Buffer, at: Date): Buffer {
  const header = Buffer.alloc(30);
  const { date, time } = timeOf(at);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt16LE(time, 10);
  header.writeUInt16LE(date, 12);
  header.writeUInt16LE(path.length, 26);
  return Buffer.concat([header, path]);
}

function descriptor({ crc, size, packed }: Written): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function directoryEntry({ path, crc, size, packed, offset }: Written, at: Date): Buffer {
  const header = Buffer.alloc(46);
  const { date, time } = timeOf(at);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(version, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(deflated, 10);
  header.writeUInt16LE(time, 12);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(path.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, path]);
}

function endOf(entries: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(entries, 8);
  bytes.writeUInt16LE(entries, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** A zip archive while its entries come: nothing is kept but their names and sums. */
export async function* zipStream(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { path, content } of entries) {
    const one: Written = { path: Buffer.from(path), crc: 0, size: 0, packed: 0, offset };
    const header = localHeader(one.path, at);
    yield header;
    const counted = Readable.from(
      (async function* () {
        for await (const piece of content) {
          one.crc = crc32(piece, one.crc);
          one.size += piece.length;
          yield piece;
        }
      })(),
    );
    const packing = createDeflateRaw({ level: 6 });
    counted.on('error', (error) => packing.destroy(error));
    for await (const piece of counted.pipe(packing) as AsyncIterable<Buffer>) {
      one.packed += piece.length;
      yield piece;
    }
    yield descriptor(one);
    offset += header.length + one.packed + 16;
    if (one.size > mostBytes || offset > mostBytes) throw new Error('the archive would be larger than 4 GiB');
    written.push(one);
  }
  const directory = Buffer.concat(written.map((one) => directoryEntry(one, at)));
  yield directory;
  yield endOf(written.length, directory.length, offset);
}
