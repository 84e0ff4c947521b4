import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

const signature = { end: 0x06054b50, entry: 0x02014b50 };
/** The end record is 22 bytes, and a comment of at most 65,535 behind it. */
const longestEnd = 22 + 65_535;

function endOf(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - longestEnd); at -= 1) {
    if (zip.readUInt32LE(at) === signature.end) return at;
  }
  throw new Error('it is no zip file');
}

/** One file of a zip archive, inflated; of more bytes than `most` none. */
export async function zipEntry(zip: Buffer, name: string, most: number): Promise<Buffer> {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (zip.readUInt32LE(at) !== signature.entry) break;
    const [method, packed, bytes] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const header = zip.readUInt32LE(at + 42);
    const named = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (named === name) {
      if (bytes > most) throw new Error(`${name} has ${bytes} bytes, more than ${most}`);
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const data = zip.subarray(start, start + packed);
      return method === 0 ? data : inflate(data, { maxOutputLength: most });
    }
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  throw new Error(`the archive has no ${name}`);
}
