import { useSyncExternalStore } from 'react';
import { browserStorage } from '../../../app/browser-storage.ts';
import type { Draft } from './draft.ts';
import { createDraftStore, type DraftStore } from './draft-store.ts';

const stores = new Map<string, DraftStore>();

/** One draft for each person, however often the page is opened. */
export function draftStoreOf(person: string): DraftStore {
  const known = stores.get(person);
  if (known !== undefined) return known;
  const made = createDraftStore(person, browserStorage);
  stores.set(person, made);
  return made;
}

export function useDraft(store: DraftStore): Draft {
  return useSyncExternalStore(store.subscribe, store.current);
}
