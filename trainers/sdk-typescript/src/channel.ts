import type { SharedPipe } from './shared-pipe.ts';
import { encodeLine } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where lines go: to the host, to the terminal, or into a list. */
export interface Channel {
  send(type: string, fields: Fields): void;
  /** Called once, after `done`. */
  end(): void;
}

export class HostChannel implements Channel {
  readonly #pipe: SharedPipe;

  constructor(pipe: SharedPipe) {
    this.#pipe = pipe;
  }

  send(type: string, fields: Fields): void {
    try {
      this.#pipe.send(type, fields);
    } catch (error) {
      // Nobody will ever read this run's results again.
      if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(70);
      throw error;
    }
  }

  end(): void {
    this.#pipe.end();
  }
}

function short(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

function values(of: unknown): string {
  const pairs = Object.entries(typeof of === 'object' && of !== null ? of : {});
  return pairs.map(([key, value]) => `${key} ${short(value)}`).join('  ');
}

function forPeople(type: string, f: Fields): string | null {
  switch (type) {
    case 'progress': {
      const parts: string[] = [];
      for (const [name, total] of [
        ['epoch', 'total_epochs'],
        ['step', 'total_steps'],
      ] as const) {
        if (f[name] !== undefined) {
          parts.push(`${name} ${short(f[name])}${f[total] === undefined ? '' : `/${short(f[total])}`}`);
        }
      }
      for (const key of ['phase', 'message']) if (f[key] !== undefined) parts.push(String(f[key]));
      return parts.length === 0 ? null : parts.join('  ');
    }
    case 'metric':
      return `  step ${short(f.step)}${f.group === undefined ? '' : ` ${String(f.group)}`}: ${values(f.values)}`;
    case 'log':
      return `${String(f.level)}: ${String(f.message)}`;
    case 'checkpoint':
      return `  checkpoint ${String(f.folder)}`;
    case 'artifact':
    case 'predictions':
      return `  ${String(f.kind ?? type)}: ${String(f.path)}`;
    case 'section': {
      const { type: kind, title } = f.section as { type: string; title: string };
      return `  result section ${kind}: ${title}`;
    }
    case 'done':
      return [f.status, f.message, values(f.metrics)]
        .filter((part) => part !== undefined && part !== '')
        .map(String)
        .join('  ');
    default:
      return null;
  }
}

/** For a person who runs the trainer by hand. */
export class TerminalChannel implements Channel {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stderr.write(text)) {
    this.#write = write;
  }

  send(type: string, fields: Fields): void {
    const text = forPeople(type, fields);
    if (text !== null) this.#write(`${text}\n`);
  }

  end(): void {}
}

export type Line = Record<string, unknown> & { type: string };

/** Keeps the lines as the host would parse them: encoded and decoded once, so that a test sees the wire's view. */
export class RecordingChannel implements Channel {
  readonly lines: Line[] = [];

  send(type: string, fields: Fields): void {
    const line = { v: 1, seq: this.lines.length + 1, t: Date.now(), type, ...fields };
    this.lines.push(JSON.parse(encodeLine(line).toString()) as Line);
  }

  end(): void {}
}
