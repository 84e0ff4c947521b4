import { useSyncExternalStore } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { browserStorage } from '../../../app/browser-storage.ts';
import { createPromptDraftStore, type DraftView, type PromptDraftStore } from './prompt-draft-store.ts';

const stores = new Map<string, PromptDraftStore>();

function storeOf(key: string): PromptDraftStore {
  const known = stores.get(key);
  if (known !== undefined) return known;
  const made = createPromptDraftStore(key, browserStorage);
  stores.set(key, made);
  return made;
}

/** The unsaved text of whoever is signed in; no prompt has the name that is empty: it stands for a new one. */
export function usePromptDraft(prompt: string): DraftView & { put: PromptDraftStore['put'] } {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const store = storeOf(`trainyard.prompt.${me.data?.id ?? ''}.${prompt}`);
  return { ...useSyncExternalStore(store.subscribe, store.current), put: store.put };
}
