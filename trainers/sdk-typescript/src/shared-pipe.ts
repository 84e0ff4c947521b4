import { writeSync } from 'node:fs';
import { encodeLine } from './wire.ts';

/** Trainers find their pipe to the host here. */
export const hostFd = 3;

const lock = 0;
const seq = 1;
const sentAt = 2;
const ended = 3;

/** Milliseconds since the process began, as a whole number that fits an Int32Array for 24 days. */
function now(): number {
  return Math.round(performance.timeOrigin + performance.now()) & 0x3fff_ffff;
}

function writeAll(fd: number, data: Buffer): void {
  let written = 0;
  while (written < data.length) {
    try {
      written += writeSync(fd, data, written);
    } catch (error) {
      // A pipe that somebody made non-blocking is full: the host reads on, so wait for it.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/**
 * The pipe to the host, shared by the trainer's thread and the thread that beats for it. Whole lines are written under a
 * lock, and a number is given within it, so that `seq` rises on the wire. Writing waits while the pipe is full: a line
 * that was sent has left the process (kill -9 loses nothing that was reported), and a slow host slows the trainer.
 */
export class SharedPipe {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #fd: number;

  constructor(memory = new SharedArrayBuffer(16), fd = hostFd) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
    this.#fd = fd;
  }

  #locked(work: () => void): void {
    const cells = this.#cells;
    while (Atomics.compareExchange(cells, lock, 0, 1) !== 0) Atomics.wait(cells, lock, 1, 1000);
    try {
      work();
    } finally {
      Atomics.store(cells, lock, 0);
      Atomics.notify(cells, lock, 1);
    }
  }

  send(type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#locked(() => {
      const number = Atomics.add(this.#cells, seq, 1) + 1;
      writeAll(this.#fd, encodeLine({ v: 1, seq: number, t: Date.now(), type, ...fields }));
      Atomics.store(this.#cells, sentAt, now());
    });
  }

  /** Any line counts as a beat, so that a talkative trainer sends none. */
  beatWhenQuiet(quietMs: number): void {
    if (this.ended || now() - Atomics.load(this.#cells, sentAt) < quietMs) return;
    this.#locked(() => {
      if (this.ended) return;
      const number = Atomics.add(this.#cells, seq, 1) + 1;
      writeAll(this.#fd, encodeLine({ v: 1, seq: number, t: Date.now(), type: 'heartbeat' }));
      Atomics.store(this.#cells, sentAt, now());
    });
  }

  get ended(): boolean {
    return Atomics.load(this.#cells, ended) === 1;
  }

  /** After `done`: nothing follows it, and a host that hangs up then has not died. */
  end(): void {
    Atomics.store(this.#cells, ended, 1);
  }
}
