import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LanguageAnswer } from '@trainyard/contracts';
import type { Account } from '../provider/account.ts';
import { type Ask, type Question, streamOnce, writeQuestion } from './attempt.ts';

/**
 * A question on its way. What can be done of it before it may be sent is done while the ledger is asked whether it may;
 * all attempts send the same.
 */
export class WrittenQuestion {
  readonly #account: Account;
  readonly #question: Question;
  readonly #say: ((delta: string) => void) | null;
  #written: Promise<Ask> | null = null;
  /** Whether somebody has read a part of the answer. */
  said = false;

  /** `say`: where its text goes as it comes; without it the answer comes whole. */
  constructor(account: Account, question: Question, say: ((delta: string) => void) | null) {
    this.#account = account;
    this.#question = question;
    this.#say = say;
  }

  async #write(): Promise<Ask> {
    // What was sent to the ledger in this turn leaves first.
    await nextTurn();
    return writeQuestion(this.#account, this.#question);
  }

  /** Goes on by itself; that it cannot be written is told where it is sent. */
  begin(): void {
    if (this.#say !== null) return;
    this.#written ??= this.#write();
    this.#written.catch(() => undefined);
  }

  async send(signal: AbortSignal): Promise<LanguageAnswer> {
    const say = this.#say;
    if (say === null) {
      const ask = await (this.#written ?? writeQuestion(this.#account, this.#question));
      return ask(signal);
    }
    return streamOnce(this.#account, this.#question, signal, (delta) => {
      this.said = true;
      say(delta);
    });
  }
}
