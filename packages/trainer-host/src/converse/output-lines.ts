import { LineTail } from './line-tail.ts';
import { storableText } from './wire-text.ts';

/** One line of a process's own output. */
export interface OutputLine {
  source: 'stdout' | 'stderr' | 'host';
  text: string;
  at: number;
}

export interface OutputDropped {
  lines: number;
  bytes: number;
}

/** What stdout and stderr may use together. */
export class OutputBudget {
  left: number;
  readonly dropped: OutputDropped = { lines: 0, bytes: 0 };

  constructor(bytes: number) {
    this.left = bytes;
  }
}

/** What a line costs besides its text wherever it is kept and sent: its number, time, level and source. A flood of empty lines is a flood. */
const lineCostBytes = 64;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Text lines of one output stream. Past the budget nothing is kept but counts and the last lines, so that 100 MB of
 * output cost no more memory than none. A carriage return starts its line afresh, as on a terminal: a progress bar
 * leaves its last drawing, not thousands.
 */
export class OutputLines {
  readonly #source: 'stdout' | 'stderr';
  readonly #budget: OutputBudget;
  readonly #maxLine: number;
  #line: Buffer[] = [];
  #size = 0;
  #cut = 0;
  #returned = false;
  /** The last lines, kept whatever the budget says. */
  readonly tail: LineTail;

  constructor(source: 'stdout' | 'stderr', budget: OutputBudget, maxLine: number) {
    this.#source = source;
    this.#budget = budget;
    this.#maxLine = maxLine;
    this.tail = new LineTail(200, 64 * 1024);
  }

  push(chunk: Buffer, now: number): OutputLine[] {
    const lines: OutputLine[] = [];
    if (this.#budget.left <= 0) {
      this.#count(chunk);
      return lines;
    }
    let start = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, start)) {
      this.#add(chunk.subarray(start, at));
      this.#emit(lines, now);
      start = at + 1;
    }
    this.#add(chunk.subarray(start));
    return lines;
  }

  end(now: number): OutputLine[] {
    const lines: OutputLine[] = [];
    if (this.#size > 0) this.#emit(lines, now);
    return lines;
  }

  #add(part: Buffer): void {
    let rest = part;
    if (this.#returned && rest.length > 0) {
      // "\r\n" is a line's end; "\r" followed by anything else redraws the line.
      this.#returned = false;
      this.#reset();
    }
    const last = rest.lastIndexOf(carriageReturn);
    if (last !== -1) {
      if (last === rest.length - 1) {
        this.#returned = true;
        rest = rest.subarray(0, last);
        const before = rest.lastIndexOf(carriageReturn);
        if (before !== -1) {
          this.#reset();
          rest = rest.subarray(before + 1);
        }
      } else {
        this.#reset();
        rest = rest.subarray(last + 1);
      }
    }
    const room = this.#maxLine - this.#size;
    if (rest.length > room) {
      this.#cut += rest.length - room;
      rest = rest.subarray(0, room);
    }
    if (rest.length === 0) return;
    // A copy, since a slice would keep the whole chunk alive for as long as the line is open.
    this.#line.push(Buffer.from(rest));
    this.#size += rest.length;
  }

  #emit(lines: OutputLine[], now: number): void {
    const bytes = this.#size + 1;
    let text = storableText(Buffer.concat(this.#line).toString('utf8'));
    if (this.#cut > 0) text += ` … (${this.#cut} more bytes)`;
    this.#returned = false;
    this.#reset();
    this.tail.push(text);
    if (this.#budget.left <= 0) {
      this.#budget.dropped.lines += 1;
      this.#budget.dropped.bytes += bytes;
      return;
    }
    this.#budget.left -= bytes + lineCostBytes;
    lines.push({ source: this.#source, text, at: now });
  }

  /** Past the budget: count, and keep only the end of what came, for the last lines. */
  #count(chunk: Buffer): void {
    let lines = 0;
    let end = -1;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) {
      lines += 1;
      end = at;
    }
    this.#budget.dropped.lines += lines;
    this.#budget.dropped.bytes += chunk.length;
    if (end === -1) {
      this.#add(chunk);
      return;
    }
    const from = Math.max(0, end - 16 * 1024);
    const texts = chunk.subarray(from, end).toString('utf8').split('\n');
    const first = texts.shift();
    if (from === 0 && first !== undefined) {
      this.#add(Buffer.from(first));
      this.tail.push(storableText(Buffer.concat(this.#line).toString('utf8')));
    }
    this.#reset();
    for (const text of texts) this.tail.push(storableText(text));
    this.#add(chunk.subarray(end + 1));
  }

  #reset(): void {
    this.#line = [];
    this.#size = 0;
    this.#cut = 0;
  }
}
