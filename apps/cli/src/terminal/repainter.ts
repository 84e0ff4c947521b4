import { textWidth } from './table.ts';
import type { Terminal } from './terminal.ts';

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const clearBelow = '\u001b[0J';

/** A block of lines at the foot of the terminal that is drawn over itself; lines for good are written above it. */
export class Repainter {
  #terminal: Terminal;
  #height = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  paint(lines: readonly string[], above: readonly string[] = []): void {
    const fitting = lines.slice(0, Math.max(1, this.#terminal.rows - 1));
    const text = [...above, ...fitting].map((line) => `${line}\n`).join('');
    this.#terminal.raw(`${hideCursor}${this.#backToTop()}${text}`);
    this.#height = fitting.reduce((sum, line) => sum + this.#rowsOf(line), 0);
  }

  /** Takes the block away; what is written next starts in its place. */
  clear(): void {
    this.#terminal.raw(`${this.#backToTop()}${showCursor}`);
    this.#height = 0;
  }

  #backToTop(): string {
    return `${this.#height === 0 ? '' : `\u001b[${this.#height}A`}\r${clearBelow}`;
  }

  #rowsOf(line: string): number {
    return Math.max(1, Math.ceil(textWidth(line) / this.#terminal.columns));
  }
}
