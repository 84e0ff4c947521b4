// `npm run bench [name …]`: every promise in numbers, each beside its limit or its peer; raw results are kept in benchmarks/results.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, findNode, root } from './bootstrap.mjs';

await ensureInstalled();
const folder = path.join(root, 'benchmarks');
mkdirSync(path.join(folder, 'results'), { recursive: true });
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter((file) => file.endsWith('.bench.ts'));
const unknown = wanted.filter((word) => !files.some((file) => file.includes(word)));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${files.map((f) => f.replace('.bench.ts', '')).join(', ')}.`,
  );
  process.exit(2);
}
let failed = 0;
for (const file of files.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
  const { status } = spawnSync(findNode(), [path.join(folder, file)], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed;
