import { beatGateway, gatewaysAsking, loseGateway, type Store } from '@trainyard/store';

export interface LifeOptions {
  id: string;
  host: string;
  pid: number;
  beatSeconds: number;
  /** Silence after which a gateway is taken for dead. */
  leaseSeconds: number;
  warn: (error: unknown, what: string) => void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Says that this gateway is alive, and looks after those that are not: what they had asked is of unknown outcome. One of
 * this host whose process is gone is known to be dead at once, another after a lease of silence.
 */
export class GatewayLife {
  readonly #store: Store;
  readonly #options: LifeOptions;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();

  constructor(store: Store, options: LifeOptions) {
    this.#store = store;
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#beat();
    this.#timer = setInterval(() => {
      this.#beating = this.#beating
        .then(() => this.#beat())
        .catch((error: unknown) =>
          this.#options.warn(error, 'the ledger of language models could not be looked after'),
        );
    }, this.#options.beatSeconds * 1000);
    this.#timer.unref();
  }

  async #beat(): Promise<void> {
    const { id, host, pid, leaseSeconds } = this.#options;
    await beatGateway(this.#store, { id, host, pid });
    for (const other of await gatewaysAsking(this.#store)) {
      if (other.id === id) continue;
      const silent = other.silent_s === null || other.silent_s > leaseSeconds;
      const gone = other.host === host && other.pid !== null && (other.pid === pid || !isAlive(other.pid));
      if (silent || gone) await this.#store.begin((tx) => loseGateway(tx, other.id));
    }
  }

  /** What is still under way is told as unknown, since nobody will hear the answer. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#beating;
    await this.#store.begin((tx) => loseGateway(tx, this.#options.id));
  }
}
