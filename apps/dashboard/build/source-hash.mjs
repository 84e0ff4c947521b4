// One hash over everything that the built dashboard is made from: the name of its folder.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const sources = [
  'apps/dashboard/src',
  'apps/dashboard/public',
  'apps/dashboard/build',
  'apps/dashboard/index.html',
  'packages/contracts/src',
  'packages/domain/src',
  'packages/sections/src',
  'packages/api-client/src',
  'package-lock.json',
];

/** @returns {string[]} files below, in one order everywhere; tests and notes are no part of what is built */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.[cm]?tsx?$|\.md$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export function sourceHash(root = repository) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const place = path.join(root, source);
    let files = [place];
    try {
      files = filesOf(place);
    } catch (error) {
      if (error.code === 'ENOENT') continue;
      if (error.code !== 'ENOTDIR') throw error;
    }
    for (const file of files)
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
