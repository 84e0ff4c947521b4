import { setTimeout as wait } from 'node:timers/promises';
import {
  type AttemptReserved,
  type AttemptSettled,
  budgetLeft,
  isConnectionLoss,
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
/** The wait after a try that failed. */
const againMs = 1000;

/**
 * The gateway's two doors to the ledger. Whatever comes while a statement is under way goes with the next. What was
 * answered is written even if the database is away for a while: it has been paid. An answer is told when the database has
 * it, and a moment later it is made sure that the disk has it too: until then it is kept here, and written again if the
 * database died. What could not be written while its caller waited is owed, and tried until the gateway closes. Only a machine that loses server and database in the same moment loses that moment.
 */
export class Ledger {
  readonly #store: Store;
  readonly #warn: (error: unknown, what: string) => void;
  readonly #reserving: Desk<AttemptReserved, Reservation>;
  readonly #settling: Desk<AttemptSettled, true>;
  readonly #waiting = new Set<() => void>();
  readonly #waitSeconds: number;
  readonly #gatewayId: string;
  /** What the database has, and perhaps not its disk. */
  #unconfirmed: AttemptSettled[] = [];
  /** What the database does not have. */
  #owed: AttemptSettled[] = [];
  #closing = false;
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
      try {
        await this.#patiently(() => this.#write(attempts));
      } catch (error) {
        this.#owed.push(...attempts);
        throw error;
      } finally {
        this.#confirming ??= this.#confirm();
      }
      return attempts.map(() => true);
    });
  }

  async #write(attempts: readonly AttemptSettled[]): Promise<void> {
    const toTell = await settleCalls(this.#store, attempts);
    this.#unconfirmed.push(...attempts);
    for (const again of this.#waiting) again();
    this.#waiting.clear();
    if (toTell.length > 0) void this.#tell(toTell);
  }

  /** `wait`: others hold what may yet be left over; else it is held, was answered before, or the budget is at its end. */
  async reserve(attempt: AttemptReserved): Promise<Reservation> {
    const reservation = await this.#reserving.ask(attempt);
    const { outcome, budget_id } = reservation;
    if (outcome === 'reached' && budget_id !== null) void this.#tellRefused(budget_id);
    return reservation;
  }

  /** US dollars; null where the budget has no limit in money, or is gone. */
  leftOf(budgetId: string): Promise<number | null> {
    return this.#patiently(() => budgetLeft(this.#store, budgetId));
  }

  async settle(attempt: AttemptSettled): Promise<void> {
    await this.#settling.ask(attempt);
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return retryWhileDown(work, { forSeconds: this.#waitSeconds });
  }

  /** Those that the database lost with its last moment. */
  async #lostOf(told: readonly AttemptSettled[]): Promise<AttemptSettled[]> {
    if (told.length === 0) return [];
    const ids = told.map(({ id }) => id);
    const lost = new Set(await this.#patiently(() => unsettledCalls(this.#store, this.#gatewayId, ids)));
    return told.filter(({ id }) => lost.has(id));
  }

  /** Writes what is owed: together, or each by itself where the database refuses the lot. */
  async #pay(): Promise<void> {
    const owed = this.#owed.splice(0);
    try {
      if (owed.length > 0) await this.#patiently(() => this.#write(owed));
    } catch (error) {
      if (isConnectionLoss(error) || owed.length === 1) {
        this.#owed.unshift(...owed);
        throw error;
      }
      for (const one of owed) await this.#write([one]).catch(() => this.#owed.push(one));
      if (this.#owed.length > 0) throw error;
    }
  }

  async #confirm(): Promise<void> {
    for (let pauseMs = confirmMs; this.#unconfirmed.length + this.#owed.length > 0; ) {
      await wait(pauseMs);
      const told = this.#unconfirmed.splice(0);
      try {
        this.#owed.push(...(await this.#lostOf(told)));
        told.length = 0;
        await this.#pay();
        pauseMs = confirmMs;
      } catch (error) {
        this.#unconfirmed.unshift(...told);
        this.#warn(error, 'calls to language models could not be made sure of');
        if (this.#closing) break;
        pauseMs = againMs;
      }
    }
    this.#confirming = null;
  }

  /** Until the disk has all that was told. */
  async confirmed(): Promise<void> {
    await this.#confirming;
  }

  /** One more try for what the database does not have. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#confirming;
  }

  /** Until somebody gave back what they did not need, or for a moment: other servers' calls end unheard. */
  someSettled(): Promise<void> {
    return new Promise((resolve) => {
      const again = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(again);
        resolve();
      };
      const timer = setTimeout(again, askAgainMs);
      this.#waiting.add(again);
    });
  }

  /** After the answer: nobody waits for it. */
  async #tell(budgets: readonly string[]): Promise<void> {
    try {
      for (const id of budgets) await this.#store.begin((tx) => tellOfBudget(tx, id));
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
