import { type PromptDraft, readPromptDraft } from './prompt-draft.ts';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface DraftView {
  draft: PromptDraft | null;
  /** False where the browser keeps nothing, or has no room for so much text: a reload loses it. */
  kept: boolean;
}

export interface PromptDraftStore {
  current(): DraftView;
  /** Null takes it away. */
  put(draft: PromptDraft | null): void;
  subscribe(listener: () => void): () => void;
}

/** The unsaved text of one person for one prompt, in one browser. */
export function createPromptDraftStore(key: string, storage: Storage): PromptDraftStore {
  const listeners = new Set<() => void>();
  let view = load();

  function load(): DraftView {
    try {
      return { draft: readPromptDraft(storage.getItem(key)), kept: true };
    } catch {
      return { draft: null, kept: false }; // the browser keeps nothing for this page
    }
  }

  function keep(draft: PromptDraft | null): boolean {
    try {
      if (draft === null) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // full or forbidden: it still lives in this page, which says so
    }
  }

  return {
    current: () => view,
    put(draft) {
      view = { draft, kept: keep(draft) };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
