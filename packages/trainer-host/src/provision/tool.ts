import { spawn } from 'node:child_process';
import { environmentWith } from '@trainyard/settings';
import { LineTail } from '../converse/line-tail.ts';

export interface ToolSpec {
  words: readonly string[];
  /** Variables set, or (null) taken away. */
  variables: Readonly<Record<string, string | null>>;
  signal: AbortSignal;
  onLine(line: string): void;
}

export class ToolError extends Error {
  readonly lines: readonly string[];
  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.name = 'ToolError';
    this.lines = lines;
  }
}

/** Runs a program of ours to its end and passes its output on line by line; its last lines are kept for the error. */
export function runTool(spec: ToolSpec): Promise<void> {
  const [program, ...args] = spec.words;
  const tail = new LineTail(20, 8000);
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? '', args, {
      env: environmentWith(spec.variables),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that its own children can be ended with it.
      detached: true,
    });
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Ended by itself meanwhile.
      }
    };
    spec.signal.addEventListener('abort', kill, { once: true });
    if (spec.signal.aborted) kill();
    for (const stream of [child.stdout, child.stderr]) {
      let open = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        const lines = (open + text).split(/\r?\n|\r/);
        open = (lines.pop() ?? '').slice(-4000);
        for (const line of lines) {
          if (line.trim() === '') continue;
          tail.push(line);
          spec.onLine(line);
        }
      });
      stream.on('end', () => {
        if (open.trim() !== '') {
          tail.push(open);
          spec.onLine(open);
        }
      });
    }
    child.once('error', (error) => reject(new ToolError(`${program} could not be started: ${error.message}`, [])));
    child.once('close', (code, signal) => {
      spec.signal.removeEventListener('abort', kill);
      if (code === 0) resolve();
      else if (spec.signal.aborted) reject(spec.signal.reason);
      else reject(new ToolError(`${program} ended with ${signal ?? `exit code ${code}`}`, tail.lines));
    });
  });
}
