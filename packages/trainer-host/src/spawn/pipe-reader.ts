import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What a pipe holds on Linux. */
const bufferBytes = 64 * 1024;
/** A flood is read as it comes. */
const restBytes = 16 * 1024;

export interface PipeReaderOptions {
  /** After a small piece was read, how long the next ones are left to gather in the pipe. */
  restMs: number;
  /** While the returned promise is open nothing is read, and the writer waits when the pipe is full. */
  take(chunk: Buffer): void | Promise<void>;
  /** `take` threw or rejected. */
  failed(error: unknown): void;
}

/**
 * Reads one end of a pipe into a buffer of its own. Not by `data` events: a paused socket goes on reading behind its own
 * back until its queue is full, so that pausing would neither gather anything nor hold anybody up.
 */
export class PipeReader {
  readonly #socket: Socket;
  readonly #options: PipeReaderOptions;
  /** The writers are gone, or `destroy` was called, and the last piece was taken. */
  readonly closed: Promise<void>;
  #taken: Promise<void> = Promise.resolve();
  /** What was read last is still being taken: it is us who are slow, not the writer. */
  holding = false;

  constructor(fd: number, options: PipeReaderOptions) {
    this.#options = options;
    const buffer = Buffer.alloc(bufferBytes);
    const callback = (bytes: number, read: Uint8Array): boolean => this.#got(Buffer.from(read.subarray(0, bytes)));
    this.#socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback } });
    this.closed = new Promise((resolve) => {
      this.#socket.on('error', () => {
        // It closes next.
      });
      this.#socket.on('close', () => resolve(this.#taken));
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Whether to read on at once. */
  #got(chunk: Buffer): boolean {
    const { take, failed, restMs } = this.#options;
    let taken: void | Promise<void>;
    try {
      taken = take(chunk);
    } catch (error) {
      failed(error);
      return false;
    }
    const rest = chunk.length < restBytes ? restMs : 0;
    if (taken === undefined && rest === 0) return true;
    this.holding = taken !== undefined;
    this.#taken = Promise.all([taken, rest === 0 ? undefined : wait(rest)]).then(
      () => {
        this.holding = false;
        if (!this.#socket.destroyed) this.#socket.resume();
      },
      (error: unknown) => failed(error),
    );
    return false;
  }
}
