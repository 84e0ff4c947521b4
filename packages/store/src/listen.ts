import type pg from 'pg';

/** Notifications are hints: what they announce is always read from the tables. */
export interface Heard {
  channel: Channel;
  payload: string;
}

/**
 * - trainyard_event: `run:<id>=<seq>` or `runs=<seq>`. - trainyard_job: something may be claimed. - trainyard_command: the
 *   id of the worker that has a command waiting. - trainyard_access: the id of a key that was revoked. - trainyard_batch:
 *   the id of a batch with new results, or `work` and the id of one that was made, ended or left.
 */
export type Channel =
  | 'trainyard_event'
  | 'trainyard_job'
  | 'trainyard_command'
  | 'trainyard_access'
  | 'trainyard_batch';

export interface ListenHandlers {
  heard(payload: string): void;
  /** The connection was lost and is back: whatever was announced meanwhile was missed. Read from the last seq. */
  missed(): void;
}

export interface Listener {
  /** Resolves when the channel is being heard; the returned function stops it. */
  listen(channel: Channel, handlers: ListenHandlers): Promise<() => void>;
  close(): Promise<void>;
}

const firstDelayMs = 50;
const longestDelayMs = 2000;

/**
 * Modes: idle (nobody listens, no connection) → connecting → hearing → (connection lost) → connecting … → closed.
 * While connecting, listeners stay registered; on return each is told once that it may have missed something.
 */
export function createListener(makeClient: () => pg.Client): Listener {
  const listeners = new Map<Channel, Set<ListenHandlers>>();
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let retryTimer: NodeJS.Timeout | null = null;
  let wake: (() => void) | null = null;
  let closed = false;

  function lost(which: pg.Client): void {
    if (client !== which) return;
    client = null;
    which.removeAllListeners('notification');
    if (!closed) void connect(true).catch(() => undefined);
  }

  async function open(): Promise<pg.Client> {
    const fresh = makeClient();
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    try {
      await fresh.connect();
      await fresh.query("SET application_name = 'trainyard listener'");
      for (const channel of listeners.keys()) await fresh.query(`LISTEN ${channel}`);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    fresh.on('notification', ({ channel, payload }) => {
      for (const handlers of listeners.get(channel as Channel) ?? []) handlers.heard(payload ?? '');
    });
    return fresh;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
      retryTimer = setTimeout(resolve, ms);
    });
  }

  async function connectLoop(again: boolean): Promise<void> {
    let delayMs = firstDelayMs;
    while (!closed) {
      try {
        const fresh = await open();
        if (closed) {
          await fresh.end();
          return;
        }
        client = fresh;
        if (again) for (const set of listeners.values()) for (const handlers of set) handlers.missed();
        return;
      } catch {
        // Whatever it was, the answer is to try again; who needs the database hears why from its own queries.
        await pause(delayMs);
        delayMs = Math.min(delayMs * 2, longestDelayMs);
      }
    }
  }

  function connect(again: boolean): Promise<void> {
    connecting ??= connectLoop(again).finally(() => {
      connecting = null;
    });
    return connecting;
  }

  return {
    async listen(channel, handlers) {
      const set = listeners.get(channel) ?? new Set();
      const isNew = set.size === 0;
      set.add(handlers);
      listeners.set(channel, set);
      if (client === null) await connect(false);
      // Also when a connection came up meanwhile: LISTEN twice is LISTEN once.
      if (isNew) await client?.query(`LISTEN ${channel}`);
      return () => {
        set.delete(handlers);
      };
    },
    async close() {
      closed = true;
      if (retryTimer !== null) clearTimeout(retryTimer);
      wake?.();
      const open = client;
      client = null;
      await connecting?.catch(() => undefined);
      await open?.end().catch(() => undefined);
    },
  };
}
