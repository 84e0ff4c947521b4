import { expect, test } from 'vitest';
import { createDraftStore } from './draft-store.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('a draft survives a reload, one for each person', () => {
  const storage = memory();
  createDraftStore('ada', storage).change((draft) => ({ ...draft, trainer: 'line' }));
  expect(createDraftStore('ada', storage).current().trainer).toBe('line');
  expect(createDraftStore('bob', storage).current().trainer).toBeNull();
});

test('a draft that is discarded is gone, and the next launch is another', () => {
  const storage = memory();
  const store = createDraftStore('ada', storage);
  store.change((draft) => ({ ...draft, trainer: 'line' }));
  const { nonce } = store.current();
  let told = 0;
  store.subscribe(() => {
    told += 1;
  });
  store.discard();
  expect(told).toBe(1);
  expect(store.current()).toMatchObject({ trainer: null, changes: {} });
  expect(store.current().nonce).not.toBe(nonce);
  expect(storage.kept.size).toBe(0);
});

test('where the browser keeps nothing the page still works', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  const store = createDraftStore('ada', { getItem: refuse, setItem: refuse, removeItem: refuse });
  store.change((draft) => ({ ...draft, trainer: 'line' }));
  expect(store.current().trainer).toBe('line');
});
