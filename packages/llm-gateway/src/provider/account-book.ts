import { isDeepStrictEqual } from 'node:util';
import { type LanguageRole, languageRole, TrainyardError } from '@trainyard/contracts';
import {
  type LanguageTarget,
  languageModelNotFound,
  type PriceNow,
  type Store,
  targetByName,
  targetByRole,
  targetOfProvider,
} from '@trainyard/store';
import type { Account } from './account.ts';
import { openAccount } from './open-account.ts';

/** Whom a call goes to, the key opened. */
export interface Destination {
  target: LanguageTarget;
  account: Account;
}

/** How long another server's change may go unseen here. */
const keepMs = 1000;
const mostKept = 1000;

/** `role:primary` asks for the caller's default of that role. */
function roleIn(model: string): LanguageRole | null {
  const role = languageRole.safeParse(/^role:(.*)$/.exec(model)?.[1]);
  return role.success ? role.data : null;
}

interface Kept {
  found: Destination;
  until: number;
  renewing: boolean;
}

/**
 * Looks up where calls go, and remembers it for a moment: at fifty calls at once, most ask for the same. What is asked for
 * all the time is looked up again before that moment is over, so that no call waits for it.
 */
export class AccountBook {
  readonly #store: Store;
  readonly #sealingKey: Buffer;
  readonly #kept = new Map<string, Kept>();
  #forgotten = 0;

  constructor(store: Store, sealingKey: Buffer) {
    this.#store = store;
    this.#sealingKey = sealingKey;
  }

  /** Everything is looked up again: something was changed. */
  forget(): void {
    this.#forgotten += 1;
    this.#kept.clear();
  }

  /** Throws language-model-not-found, language-model-inactive, language-default-missing, provider-key-unreadable. */
  async find(userId: string, model: string): Promise<Destination> {
    const role = roleIn(model);
    const name = role === null ? model : `${userId} ${role}`;
    const kept = this.#kept.get(name);
    const left = (kept?.until ?? 0) - performance.now();
    if (kept === undefined || left <= 0) return this.#look(name, { userId, model, role });
    if (left < keepMs / 2 && !kept.renewing) {
      kept.renewing = true;
      // Whoever asks once the moment is over is told what is wrong.
      this.#look(name, { userId, model, role }).catch(() => undefined);
    }
    return kept.found;
  }

  async #look(
    name: string,
    { userId, model, role }: { userId: string; model: string; role: LanguageRole | null },
  ): Promise<Destination> {
    const forgotten = this.#forgotten;
    const target = await (role === null
      ? targetByName(this.#store, model.toWellFormed().replaceAll('\0', ''))
      : targetByRole(this.#store, userId, role));
    if (target === null) {
      if (role !== null) throw new TrainyardError('language-default-missing', { role });
      throw await languageModelNotFound(this.#store, model);
    }
    if (!target.active) throw new TrainyardError('language-model-inactive', { name: target.language_model ?? model });
    const account = openAccount(target, this.#sealingKey);
    const before = this.#kept.get(name)?.found.account;
    // The same object while nothing is changed: its models are made once.
    const found = { target, account: isDeepStrictEqual(before, account) && before !== undefined ? before : account };
    // What was looked up before a change may be what was changed.
    if (forgotten !== this.#forgotten) return found;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(name, { found, until: performance.now() + keepMs, renewing: false });
    return found;
  }

  /** A provider, and the price of one of its models. Null where the provider is gone. */
  async ofProvider(providerId: string, model: string): Promise<{ account: Account; price: PriceNow } | null> {
    const row = await targetOfProvider(this.#store, providerId, model);
    return row === null ? null : { account: openAccount(row, this.#sealingKey), price: row };
  }
}
