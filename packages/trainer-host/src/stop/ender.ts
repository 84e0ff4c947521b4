import { signalGroup } from '../bury/bury.ts';

/**
 * Ends a process group: SIGTERM, then SIGKILL after the grace. Each step happens once, and asking again only ever
 * makes it faster.
 */
export class Ender {
  readonly #pid: number;
  readonly #graceMs: number;
  #termAt: number | null = null;
  #killed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(pid: number, graceMs: number) {
    this.#pid = pid;
    this.#graceMs = graceMs;
  }

  get ending(): boolean {
    return this.#termAt !== null || this.#killed;
  }

  terminate(): void {
    if (this.ending) return;
    this.#termAt = Date.now();
    signalGroup(this.#pid, 'SIGTERM');
    this.#timer = setTimeout(() => this.kill(), this.#graceMs);
  }

  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    signalGroup(this.#pid, 'SIGKILL');
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
