import type { Caller } from '../http/handler.ts';
import { CallerCache } from './caller-cache.ts';

/** Whom a secret lets in. */
export interface Recognised {
  caller: Caller;
  /** Null for sessions. */
  keyId: string | null;
  /** Set for the key of one run, which may only report for it. */
  runId: string | null;
}

/**
 * What keys have open in this process: who they are, remembered for a short while, and their event streams. Both end the
 * moment that a key is revoked, here or by another server.
 */
export class Access {
  readonly callers: CallerCache<Recognised>;
  readonly #open = new Map<string, AbortController>();

  constructor(keepMs: number) {
    this.callers = new CallerCache(keepMs);
  }

  /** Aborted when the key is revoked. */
  signalOf(keyId: string): AbortSignal {
    const controller = this.#open.get(keyId) ?? new AbortController();
    this.#open.set(keyId, controller);
    return controller.signal;
  }

  /** Without a key: some were perhaps revoked, unheard. Streams of those that were not come back to where they were. */
  revoked(keyId?: string): void {
    this.callers.clear();
    for (const [id, controller] of this.#open) {
      if (keyId !== undefined && id !== keyId) continue;
      controller.abort();
      this.#open.delete(id);
    }
  }
}
