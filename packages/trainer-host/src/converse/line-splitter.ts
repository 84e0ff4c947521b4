const newline = 0x0a;

/**
 * Cuts a byte stream into lines without ever holding more than `maxBytes`. A longer line is skipped to its end and
 * counted, so that one runaway line costs neither memory nor the lines after it.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #size = 0;
  #skipping = false;
  tooLong = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      const line = this.#finish(chunk.subarray(start, end));
      if (line !== null) lines.push(line);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** What came after the last newline: half a line, of a trainer that died while writing. */
  rest(): Buffer | null {
    const rest = this.#size > 0 && !this.#skipping ? Buffer.concat(this.#parts) : null;
    this.#clear();
    return rest;
  }

  #finish(tail: Buffer): Buffer | null {
    this.#keep(tail);
    if (this.#skipping) {
      this.tooLong += 1;
      this.#clear();
      return null;
    }
    const first = this.#parts[0];
    const line = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    this.#clear();
    return line;
  }

  #keep(part: Buffer): void {
    if (this.#skipping || part.length === 0) return;
    if (this.#size + part.length > this.#maxBytes) {
      this.#clear();
      this.#skipping = true;
      return;
    }
    this.#parts.push(part);
    this.#size += part.length;
  }

  #clear(): void {
    this.#parts = [];
    this.#size = 0;
    this.#skipping = false;
  }
}
