import type { HostLine } from '@trainyard/contracts';

/**
 * What a worker may ask of a trainer. `release` is a pause whose slot goes to nobody: the worker itself is leaving, and
 * the run goes back to the queue.
 */
export type AttemptCommand =
  | { id: string; action: 'pause' | 'release' | 'stop' | 'cancel'; deadlineMs: number }
  | { id: string; action: 'checkpoint' };

/** Holds commands until the attempt is far enough to take them; one that was seen is not sent again. */
export class CommandInbox {
  readonly #seen = new Set<string>();
  #waiting: AttemptCommand[] = [];
  #taker: ((command: AttemptCommand) => void) | null = null;

  send(command: AttemptCommand): void {
    if (this.#seen.has(command.id)) return;
    this.#seen.add(command.id);
    if (this.#taker === null) this.#waiting.push(command);
    else this.#taker(command);
  }

  attach(taker: (command: AttemptCommand) => void): void {
    this.#taker = taker;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const command of waiting) taker(command);
  }
}

export function hostLineOf(command: AttemptCommand): HostLine {
  const { id } = command;
  if (command.action === 'checkpoint') return { v: 1, type: 'checkpoint_now', id };
  const type = command.action === 'release' ? 'pause' : command.action;
  // At least one: a trainer is told a deadline, and zero means none to a reader that tests for truth.
  return { v: 1, type, id, deadline_ms: Math.max(1, Math.round(command.deadlineMs)) };
}
