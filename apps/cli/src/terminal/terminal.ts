import type { WriteStream } from 'node:tty';

/** Where words for people go. Results go to `out`; what a script must not parse goes to `note`. */
export interface Terminal {
  /** A person looks at it: lines may be redrawn. Otherwise everything is written line by line, once. */
  readonly live: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly rows: number;
  /** One or more whole lines to standard output. */
  out(text: string): void;
  /** One or more whole lines to standard error. */
  note(text: string): void;
  /** Bytes as they are, for redrawing. */
  raw(text: string): void;
}

const widestUseful = 160;
const widthOfPipes = 100;

/** The terminal of this process. Node reads NO_COLOR, TERM and friends itself (`hasColors`). */
export function processTerminal(stdout: WriteStream = process.stdout, stderr: WriteStream = process.stderr): Terminal {
  const live = stdout.isTTY === true && stdout.hasColors();
  return {
    live,
    color: live,
    get columns() {
      return live ? Math.max(40, Math.min(widestUseful, stdout.columns)) : widthOfPipes;
    },
    get rows() {
      return live ? stdout.rows : 24;
    },
    out: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    raw: (text) => void stdout.write(text),
  };
}

/** The same terminal with standard output kept for JSON alone. */
export function quietTerminal(terminal: Terminal): Terminal {
  return {
    live: false,
    color: terminal.color,
    columns: terminal.columns,
    rows: terminal.rows,
    out: () => undefined,
    note: (text) => terminal.note(text),
    raw: () => undefined,
  };
}
