import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Measured, OutsideMeasure } from '@trainyard/prompts/metrics';

type Missing = Extract<Awaited<ReturnType<OutsideMeasure>>, { status: 'missing' }>;

export interface CommandMetric {
  measure: OutsideMeasure;
  /** Ends the program. */
  close: () => void;
}

const defaultSeconds = 10;
const longestLine = 65_536;
const longestFeedback = 300;

/** The program judges answers; it has no business with the key that the run asks models with. */
const withheld = /^(OPENAI_.*|TRAINYARD_.*)$/;

function missing(reason: string): Missing {
  return { status: 'missing', reason };
}

function readReply(line: string): Measured | Missing {
  let reply: { value?: unknown; feedback?: unknown; reason?: unknown } | null;
  try {
    reply = JSON.parse(line);
  } catch {
    return missing(`the program sent no JSON: ${line.slice(0, 80)}`);
  }
  const { value, feedback, reason } = reply ?? {};
  if (value === null) return missing(typeof reason === 'string' ? reason.slice(0, longestFeedback) : 'no value');
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    return missing(`the program gave ${JSON.stringify(value) ?? 'no value'}, expected "value" from 0 to 1`);
  }
  const told = typeof feedback === 'string' ? feedback.replaceAll(/\s+/g, ' ').trim().slice(0, longestFeedback) : '';
  if (value >= 1 || told === '') return { value, tag: null, feedback: '' };
  return { value, tag: value < 0.5 ? 'wrong-answer' : 'partly-right', feedback: told };
}

/** One program under way: a line to it, a line from it. */
class Program {
  readonly #child: ChildProcessWithoutNullStreams;
  #open = '';
  #told = '';
  #waiting: ((reply: Measured | Missing) => void) | null = null;
  /** Why it takes no further line; null: it does. */
  ended: string | null = null;

  constructor([program = '', ...args]: readonly string[]) {
    const kept = Object.entries(process.env).filter(([name]) => !withheld.test(name));
    this.#child = spawn(program, args, { env: Object.fromEntries(kept), stdio: 'pipe' });
    this.#child.stdout.setEncoding('utf8');
    this.#child.stderr.setEncoding('utf8');
    this.#child.stdout.on('data', (text: string) => this.#read(text));
    this.#child.stderr.on('data', (text: string) => {
      this.#told = (this.#told + text).slice(-longestFeedback);
    });
    // A program that ended takes no line: its end tells why.
    this.#child.stdin.on('error', () => undefined);
    this.#child.once('error', (error) => this.#end(`could not be started: ${error.message}`));
    this.#child.once('close', (code, signal) => {
      const last = this.#told.trim().split('\n').at(-1) ?? '';
      this.#end(`ended with ${signal ?? `exit code ${code}`}${last === '' ? '' : `: ${last}`}`);
    });
  }

  #end(why: string): void {
    this.ended ??= why;
    this.#settle(missing(`the program ${this.ended}`));
  }

  #settle(reply: Measured | Missing): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(reply);
  }

  #read(text: string): void {
    this.#open += text;
    const end = this.#open.indexOf('\n');
    if (end === -1 && this.#open.length <= longestLine) return;
    const line = end === -1 ? null : this.#open.slice(0, end);
    this.#open = end === -1 ? '' : this.#open.slice(end + 1);
    // What nobody asked for would be taken for the answer to the next line.
    if (line === null || this.#waiting === null || this.#open.trim() !== '') {
      this.kill('sent more than one line for a line');
      return;
    }
    this.#settle(readReply(line));
  }

  ask(line: string, milliseconds: number): Promise<Measured | Missing> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(`did not answer within ${milliseconds / 1000} s`), milliseconds);
      this.#waiting = (reply) => {
        clearTimeout(timer);
        resolve(reply);
      };
      if (this.ended !== null) this.#end(this.ended);
      else this.#child.stdin.write(line);
    });
  }

  kill(why: string): void {
    this.#end(why);
    this.#child.kill('SIGKILL');
  }
}

/**
 * A program of the person who runs the trainer, on the same computer: for each answer it is sent one line of JSON (answer,
 * expected, input, values, metrics) and sends one back, {"value": 0 to 1, "feedback": text}. One program takes one line after
 * the other. Where it dies, keeps silent or talks nonsense, the item is missing, and the next one gets a new program.
 */
export function commandMetric(command: readonly string[], seconds = defaultSeconds): CommandMetric {
  let program: Program | null = null;
  let before: Promise<unknown> = Promise.resolve();
  const measure: OutsideMeasure = (answer, expected, { input, values, metrics }) => {
    const line = `${JSON.stringify({ answer, expected, input, values, metrics })}\n`;
    const asked = before.then(() => {
      try {
        if (program === null || program.ended !== null) program = new Program(command);
      } catch (error) {
        // Words that no program can be started with, such as an empty name.
        return missing(`the program could not be started: ${error instanceof Error ? error.message : String(error)}`);
      }
      return program.ask(line, seconds * 1000);
    });
    before = asked;
    return asked;
  };
  return { measure, close: () => program?.kill('is no longer needed') };
}
