import type { LanguageAnswer } from '@trainyard/contracts';

export interface Landed {
  answerId: string;
  answer: LanguageAnswer;
  /** Whether it came from the ledger, and nothing was paid. */
  cached: boolean;
  /** US dollars; null: unknown. */
  cost: number | null;
}

/** One question under way, for all who ask it at the same time. Its text is kept, so that who joins late misses none. */
export class Flight {
  readonly #parts: string[] = [];
  readonly #followers = new Set<(delta: string) => void>();
  readonly landed: Promise<Landed>;

  constructor(fly: (say: (delta: string) => void) => Promise<Landed>) {
    this.landed = fly((delta) => {
      this.#parts.push(delta);
      for (const follower of this.#followers) follower(delta);
    });
    // Whoever asked may be gone; those who wait hear of it by their own promise.
    this.landed.catch(() => undefined);
  }

  /** All text so far, then each part as it comes. */
  follow(follower: (delta: string) => void): void {
    for (const part of this.#parts) follower(part);
    this.#followers.add(follower);
  }
}
