import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';

const olderKept = 3;

/**
 * Children write straight to the file, so that their last words survive the supervisor. Therefore a full file is copied
 * and emptied rather than renamed; they append, so they go on at its new end.
 */
export function rotate(file: string, limitBytes: number): void {
  if (!existsSync(file) || statSync(file).size <= limitBytes) return;
  for (let number = olderKept - 1; number >= 1; number -= 1) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return openSync(file, 'a', 0o600);
}

/** The last lines of a file, for the message of a failed start. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, 16_384));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count);
  } finally {
    closeSync(descriptor);
  }
}

/** Hands on what is appended to a file from now on, line by line; for `--verbose`. */
export class LogFollower {
  readonly #file: string;
  readonly #line: (line: string) => void;
  #offset: number;
  #rest = '';

  constructor(file: string, line: (line: string) => void) {
    this.#file = file;
    this.#line = line;
    this.#offset = existsSync(file) ? statSync(file).size : 0;
  }

  read(): void {
    if (!existsSync(this.#file)) return;
    const descriptor = openSync(this.#file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      if (size < this.#offset) this.#offset = 0; // it was put aside
      const buffer = Buffer.alloc(Math.min(size - this.#offset, 1 << 20));
      this.#offset += readSync(descriptor, buffer, 0, buffer.length, this.#offset);
      const lines = (this.#rest + buffer.toString('utf8')).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#line(line);
    } finally {
      closeSync(descriptor);
    }
  }
}
