/** The last lines of a stream, bounded in number and size. */
export class LineTail {
  readonly #maxLines: number;
  readonly #maxChars: number;
  #lines: string[] = [];
  #chars = 0;

  constructor(maxLines: number, maxChars: number) {
    this.#maxLines = maxLines;
    this.#maxChars = maxChars;
  }

  push(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
    // Trimmed in bulk: dropping the first element for every line would make a flood quadratic.
    if (this.#lines.length < this.#maxLines * 2 && this.#chars < this.#maxChars * 2) return;
    this.#trim();
  }

  get lines(): readonly string[] {
    this.#trim();
    return this.#lines;
  }

  #trim(): void {
    let from = Math.max(0, this.#lines.length - this.#maxLines);
    let chars = this.#lines.slice(from).reduce((sum, line) => sum + line.length, 0);
    while (chars > this.#maxChars && from < this.#lines.length - 1) {
      chars -= this.#lines[from]?.length ?? 0;
      from += 1;
    }
    this.#lines = this.#lines.slice(from);
    this.#chars = chars;
  }
}
