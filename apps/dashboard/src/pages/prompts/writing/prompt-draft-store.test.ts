import { expect, test } from 'vitest';
import { blankDraft } from './prompt-draft.ts';
import { createPromptDraftStore } from './prompt-draft-store.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const draft = { ...blankDraft, system: 'Answer.' };

test('an unsaved text survives a reload, one for each key', () => {
  const storage = memory();
  createPromptDraftStore('ada.helper', storage).put(draft);
  expect(createPromptDraftStore('ada.helper', storage).current()).toEqual({ draft, kept: true });
  expect(createPromptDraftStore('bob.helper', storage).current().draft).toBeNull();
});

test('what is saved or discarded is gone, and listeners hear of it', () => {
  const storage = memory();
  const store = createPromptDraftStore('k', storage);
  let heard = 0;
  const stop = store.subscribe(() => {
    heard += 1;
  });
  store.put(draft);
  store.put(null);
  expect([heard, storage.kept.size, store.current().draft]).toEqual([2, 0, null]);
  stop();
  store.put(draft);
  expect(heard).toBe(2);
});

test('where the browser keeps nothing the text lives in the page, and that is said', () => {
  const refuse = () => {
    throw new Error('quota');
  };
  const store = createPromptDraftStore('k', { getItem: refuse, setItem: refuse, removeItem: refuse });
  store.put(draft);
  expect(store.current()).toEqual({ draft, kept: false });
});
