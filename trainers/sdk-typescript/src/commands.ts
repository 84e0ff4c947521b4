/** What the host asks of a trainer. The one that matters most is answered first. */
const kinds = ['cancel', 'stop', 'pause', 'checkpoint_now'] as const;
export type CommandKind = (typeof kinds)[number];

export interface Command {
  kind: CommandKind;
  id: string;
  /** Milliseconds that the trainer has before it is asked with SIGTERM; null for checkpoint_now. */
  deadlineMs: number | null;
}

/** Null for a line of a later protocol version: a newer host must not stop an older trainer. */
export function parseCommand(text: string): Command | null {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof line !== 'object' || line === null || !('type' in line)) return null;
  const kind = kinds.find((one) => one === line.type);
  if (kind === undefined) return null;
  const id = 'id' in line ? String(line.id) : '';
  const deadlineMs = 'deadline_ms' in line && typeof line.deadline_ms === 'number' ? line.deadline_ms : null;
  return { kind, id, deadlineMs };
}

/** Pending commands, filled by `look` whenever the trainer asks: no turn of the event loop is needed. */
export class Inbox {
  readonly #look: () => readonly string[];
  readonly #seen = new Set<string>();
  #pending: Command[] = [];

  constructor(look: () => readonly string[] = () => []) {
    this.#look = look;
  }

  put(command: Command): void {
    // The host may repeat itself.
    if (this.#seen.has(command.id)) return;
    this.#seen.add(command.id);
    this.#pending.push(command);
    this.#pending.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  }

  #read(): void {
    for (const text of this.#look()) {
      const command = parseCommand(text);
      if (command !== null) this.put(command);
    }
  }

  get first(): Command | null {
    this.#read();
    return this.#pending[0] ?? null;
  }

  take(...wanted: CommandKind[]): Command[] {
    this.#read();
    const taken = this.#pending.filter(({ kind }) => wanted.includes(kind));
    this.#pending = this.#pending.filter(({ kind }) => !wanted.includes(kind));
    return taken;
  }
}
