import type { Notice } from '@trainyard/contracts';

/** Tells which notices are new since the page was opened: those that were there at first are for the inbox. */
export class FreshNotices {
  #known: Set<string> | null = null;

  /** The unread ones that came since the last call, oldest first. The first call only learns what is there. */
  take(unread: readonly Notice[]): Notice[] {
    const known = this.#known;
    if (known === null) {
      this.#known = new Set(unread.map(({ id }) => id));
      return [];
    }
    const fresh = unread.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    return fresh.reverse();
  }
}

/** `7`, and what fits beside a bell when there are many. */
export function bellText(unread: number): string {
  return unread > 99 ? '99+' : String(unread);
}
