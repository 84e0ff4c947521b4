import { setTimeout as wait } from 'node:timers/promises';
import {
  type AttemptReserved,
  type AttemptSettled,
  budgetsToTell,
  type Reservation,
  reserveCalls,
  retryWhileDown,
  type Store,
  settleCalls,
  tellOfBudget,
  unsettledCalls,
} from '@trainyard/store';
import { Desk } from './desk.ts';

/** How long what was told may gather before it is made sure that the disk has it. */
const confirmMs = 50;
/** How long a call waits for others to give back what they do not need, before it asks again by itself. */
const askAgainMs = 250;

/**
 * The gateway's two doors to the ledger. Whatever comes while a statement is under way goes with the next. What was
 * answered is written even if the database is away for a while: it has been paid. An answer is told when the database has
 * it, and a moment later it is made sure that the disk has it too: until then it is kept here, and written again if the
 * database died. Only a machine that loses server and database in the same moment loses that moment.
 */
export class Ledger {
  readonly #store: Store;
  readonly #warn: (error: unknown, what: string) => void;
  readonly #reserving: Desk<AttemptReserved, Reservation>;
  readonly #settling: Desk<AttemptSettled, true>;
  readonly #waiting = new Set<() => void>();
  readonly #waitSeconds: number;
  readonly #gatewayId: string;
  #unconfirmed: AttemptSettled[] = [];
  #confirming: Promise<void> | null = null;

  constructor(
    store: Store,
    options: { gatewayId: string; waitSeconds: number; warn: (error: unknown, what: string) => void },
  ) {
    this.#store = store;
    this.#warn = options.warn;
    this.#waitSeconds = options.waitSeconds;
    this.#gatewayId = options.gatewayId;
    this.#reserving = new Desk((attempts) => reserveCalls(store, attempts));
    this.#settling = new Desk(async (attempts) => {
      const touched = await this.#patiently(() => settleCalls(store, attempts));
      this.#unconfirmed.push(...attempts);
      this.#confirming ??= this.#confirm();
      for (const again of this.#waiting) again();
      this.#waiting.clear();
      if (touched.length > 0) void this.#tell(touched);
      return attempts.map(() => true);
    });
  }

  /** Waits while others hold what may yet be left over; then it is held, or the budget is at its end. */
  async reserve(attempt: AttemptReserved): Promise<Reservation & { outcome: 'held' | 'reached' | 'unpriced' }> {
    for (;;) {
      const { outcome, ...rest } = await this.#reserving.ask(attempt);
      if (outcome !== 'wait') {
        if (outcome === 'reached' && rest.budget_id !== null) void this.#tellRefused(rest.budget_id);
        return { ...rest, outcome };
      }
      await this.#someSettled();
    }
  }

  async settle(attempt: AttemptSettled): Promise<void> {
    await this.#settling.ask(attempt);
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return retryWhileDown(work, { forSeconds: this.#waitSeconds });
  }

  async #unsettled(told: readonly AttemptSettled[]): Promise<AttemptSettled[]> {
    const ids = told.map(({ id }) => id);
    const lost = new Set(await this.#patiently(() => unsettledCalls(this.#store, this.#gatewayId, ids)));
    return told.filter(({ id }) => lost.has(id));
  }

  async #confirm(): Promise<void> {
    while (this.#unconfirmed.length > 0) {
      await wait(confirmMs);
      const told = this.#unconfirmed.splice(0);
      try {
        const lost = await this.#unsettled(told);
        if (lost.length === 0) continue;
        await this.#patiently(() => settleCalls(this.#store, lost));
        this.#unconfirmed.push(...lost);
      } catch (error) {
        this.#warn(error, 'calls to language models could not be made sure of');
      }
    }
    this.#confirming = null;
  }

  /** Until the disk has all that was told. */
  async confirmed(): Promise<void> {
    await this.#confirming;
  }

  #someSettled(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, askAgainMs);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** After the answer: nobody waits for it. */
  async #tell(touched: readonly string[]): Promise<void> {
    try {
      for (const id of await budgetsToTell(this.#store, touched)) {
        await this.#store.begin((tx) => tellOfBudget(tx, id));
      }
    } catch (error) {
      this.#warn(error, 'a notice of a budget could not be written');
    }
  }

  async #tellRefused(id: string): Promise<void> {
    try {
      await this.#store.begin((tx) => tellOfBudget(tx, id, { refused: true }));
    } catch (error) {
      this.#warn(error, 'a notice of a budget could not be written');
    }
  }
}
