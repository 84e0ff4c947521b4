import { maxLineBytes, type TrainerLine, trainerLine } from '@trainyard/contracts';
import { LineSplitter } from './line-splitter.ts';
import { parseWire } from './wire-text.ts';

export interface LineTrouble {
  kind: 'junk' | 'too-long' | 'replayed' | 'half-line' | 'after-done';
  count: number;
  /** The start of the first offender and what was wrong with it. */
  example: string;
}

const exampleLength = 160;

/**
 * Turns the bytes of file descriptor 3 into lines of the protocol. What is not a line of it is counted and reported,
 * never a reason to fail by itself: a stray print must not cost a night's training.
 */
export class TrainerLines {
  readonly #splitter = new LineSplitter(maxLineBytes);
  readonly #troubles = new Map<LineTrouble['kind'], LineTrouble>();
  #lastSeq = -1;
  #done = false;

  push(chunk: Buffer): TrainerLine[] {
    const before = this.#splitter.tooLong;
    const raw = this.#splitter.push(chunk);
    const skipped = this.#splitter.tooLong - before;
    if (skipped > 0) this.#trouble('too-long', `a line is longer than ${maxLineBytes / 2 ** 20} MiB`, skipped);
    const lines: TrainerLine[] = [];
    for (const bytes of raw) {
      const line = this.#read(bytes.toString('utf8'));
      if (line !== null) lines.push(line);
    }
    return lines;
  }

  /** At the end of the stream. A whole last line that only lacks its newline still counts. */
  end(): TrainerLine[] {
    const rest = this.#splitter.rest();
    if (rest === null) return [];
    const text = rest.toString('utf8');
    try {
      JSON.parse(text);
    } catch {
      this.#trouble('half-line', shorten(text));
      return [];
    }
    const line = this.#read(text);
    return line === null ? [] : [line];
  }

  get troubles(): LineTrouble[] {
    return [...this.#troubles.values()];
  }

  #read(text: string): TrainerLine | null {
    if (text.trim() === '') return null;
    let value: unknown;
    try {
      value = parseWire(text);
    } catch {
      return this.#trouble('junk', `not JSON: ${shorten(text)}`);
    }
    const parsed = trainerLine.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'line'}: ${issue.message})`;
      return this.#trouble('junk', `${shorten(text)}${where}`);
    }
    const line = parsed.data;
    if (line.seq <= this.#lastSeq) return this.#trouble('replayed', `seq ${line.seq} after ${this.#lastSeq}`);
    this.#lastSeq = line.seq;
    if (this.#done && line.type !== 'log' && line.type !== 'ack') {
      return this.#trouble('after-done', `a ${line.type} line came after done`);
    }
    if (line.type === 'done') this.#done = true;
    return line;
  }

  #trouble(kind: LineTrouble['kind'], example: string, count = 1): null {
    const known = this.#troubles.get(kind);
    if (known === undefined) this.#troubles.set(kind, { kind, count, example });
    else known.count += count;
    return null;
  }
}

function shorten(text: string): string {
  return text.length > exampleLength ? `${text.slice(0, exampleLength)}…` : text;
}

export function troubleText(trouble: LineTrouble): string {
  const many = trouble.count === 1 ? 'One line' : `${trouble.count} lines`;
  switch (trouble.kind) {
    case 'junk':
      return `${many} on file descriptor 3 did not follow the protocol and were skipped. First: ${trouble.example}`;
    case 'too-long':
      return `${many} on file descriptor 3 were too long and were skipped: ${trouble.example}. Write big arrays to a file and name it.`;
    case 'replayed':
      return `${many} came twice and were dropped: ${trouble.example}.`;
    case 'half-line':
      return `The trainer ended in the middle of a line: ${trouble.example}`;
    case 'after-done':
      return `${many} after done were dropped: ${trouble.example}. The first done counts.`;
  }
}
