import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Runs that take long are kept, a JSON line each, so that a later call adds only what is missing. */
export function readKept<Run>(file: URL): Run[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

export function keep(file: URL, run: object): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}
