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
} from '@trainyard/store';
import { Desk } from './desk.ts';

/** How long a call waits for others to give back what they do not need, before it asks again by itself. */
const askAgainMs = 250;

/**
 * The gateway's two doors to the ledger. Whatever comes while a statement is under way goes with the next. What was
 * answered is written even if the database is away for a while: it has been paid.
 */
export class Ledger {
  readonly #store: Store;
  readonly #warn: (error: unknown, what: string) => void;
  readonly #reserving: Desk<AttemptReserved, Reservation>;
  readonly #settling: Desk<AttemptSettled, true>;
  readonly #waiting = new Set<() => void>();

  constructor(store: Store, options: { waitSeconds: number; warn: (error: unknown, what: string) => void }) {
    this.#store = store;
    this.#warn = options.warn;
    this.#reserving = new Desk((attempts) => reserveCalls(store, attempts));
    this.#settling = new Desk(async (attempts) => {
      const touched = await retryWhileDown(() => settleCalls(store, attempts), { forSeconds: options.waitSeconds });
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
