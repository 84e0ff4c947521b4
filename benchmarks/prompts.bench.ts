import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm run bench:prompts [-- PART ARGUMENTS …]`: what is promised of prompt optimisation, in numbers. Each part is a program of
 * its own in benchmarks/prompts; without a name they run one after the other.
 */
const parts: Readonly<Record<string, string>> = {
  crash: 'killed at random moments: the same record, and nothing paid twice',
  self: 'a prompt against itself: how often chance is called an improvement',
  table: 'all strategies on the scores of a real small model',
  live: 'strategies and peers on the small model itself, through one gateway',
};

const fileOf = (part: string): string => path.join(import.meta.dirname, 'prompts', `${part}.ts`);
const [wanted, ...args] = process.argv.slice(2);
const there = Object.keys(parts).filter((part) => existsSync(fileOf(part)));
if (wanted !== undefined && !there.includes(wanted)) {
  const list = there.map((part) => `  ${part.padEnd(7)}${parts[part]}`).join('\n');
  console.error(`There is no part ${wanted}. There are:\n${list}`);
  process.exit(2);
}
let failed = 0;
for (const part of wanted === undefined ? there : [wanted]) {
  const { status } = spawnSync(process.execPath, [fileOf(part), ...args], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed;
