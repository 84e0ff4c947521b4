import { type Draft, emptyDraft, newNonce, readDraft } from './draft.ts';

export interface DraftStore {
  current(): Draft;
  change(change: (draft: Draft) => Draft): void;
  /** Starts anew. */
  discard(): void;
  subscribe(listener: () => void): () => void;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The draft of one person in one browser. Where nothing can be kept it lives as long as the page. */
export function createDraftStore(person: string, storage: Storage): DraftStore {
  const key = `trainyard.new-run.${person}`;
  const listeners = new Set<() => void>();
  let draft = load();

  function load(): Draft {
    try {
      return readDraft(storage.getItem(key)) ?? emptyDraft(newNonce());
    } catch {
      return emptyDraft(newNonce()); // the browser keeps nothing for this page
    }
  }

  function put(next: Draft): void {
    draft = next;
    try {
      if (next.trainer === null) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(next));
    } catch {
      // Full or forbidden: the draft still lives in this page.
    }
    for (const listener of listeners) listener();
  }

  return {
    current: () => draft,
    change: (change) => put(change(draft)),
    discard: () => put({ ...emptyDraft(newNonce()), expert: draft.expert }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
