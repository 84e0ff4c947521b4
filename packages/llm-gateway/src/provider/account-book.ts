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

/** Looks up where calls go, and remembers it for a moment: at fifty calls at once, most ask for the same. */
export class AccountBook {
  readonly #store: Store;
  readonly #sealingKey: Buffer;
  readonly #kept = new Map<string, { found: Destination; until: number }>();

  constructor(store: Store, sealingKey: Buffer) {
    this.#store = store;
    this.#sealingKey = sealingKey;
  }

  /** Everything is looked up again: something was changed. */
  forget(): void {
    this.#kept.clear();
  }

  /** Throws language-model-not-found, language-model-inactive, language-default-missing, provider-key-unreadable. */
  async find(userId: string, model: string): Promise<Destination> {
    const role = roleIn(model);
    const name = role === null ? model : `${userId} ${role}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined && kept.until > performance.now()) return kept.found;
    const target = await (role === null
      ? targetByName(this.#store, model.toWellFormed().replaceAll('\0', ''))
      : targetByRole(this.#store, userId, role));
    if (target === null) {
      if (role !== null) throw new TrainyardError('language-default-missing', { role });
      throw await languageModelNotFound(this.#store, model);
    }
    if (!target.active) throw new TrainyardError('language-model-inactive', { name: target.language_model ?? model });
    const found = { target, account: openAccount(target, this.#sealingKey) };
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(name, { found, until: performance.now() + keepMs });
    return found;
  }

  /** A provider, and the price of one of its models. Null where the provider is gone. */
  async ofProvider(providerId: string, model: string): Promise<{ account: Account; price: PriceNow } | null> {
    const row = await targetOfProvider(this.#store, providerId, model);
    return row === null ? null : { account: openAccount(row, this.#sealingKey), price: row };
  }
}
