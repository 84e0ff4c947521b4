// Puts a .gz beside every file that is worth it, so that the server compresses nothing twice.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compressible = /\.(js|css|html|svg|json)$/;
const gzipped = promisify(gzip);

export async function compressFolder(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && compressible.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const whole = readFileSync(file);
      const small = await gzipped(whole, { level: 9 });
      if (small.length < whole.length) writeFileSync(`${file}.gz`, small);
    }),
  );
}
