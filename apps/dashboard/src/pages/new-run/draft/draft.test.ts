import { expect, test } from 'vitest';
import { emptyDraft, hasWork, newNonce, readDraft } from './draft.ts';

const full = {
  ...emptyDraft('n'),
  trainer: 'line',
  preset: 'quick',
  changes: { epochs: 3 },
  expert: true,
  variations: [{ id: 'a', seed: 2 }],
};

test('a draft comes back as it was kept', () => {
  expect(readDraft(JSON.stringify(full))).toEqual(full);
});

test('what is no draft is none, and odd parts of one are left out', () => {
  for (const text of [null, '', '{', '[]', '{"v":2,"nonce":"n"}', '{"v":1}']) expect(readDraft(text)).toBeNull();
  const odd = {
    v: 1,
    nonce: 'n',
    trainer: 5,
    changes: [],
    run: { name: 3, notes: 'x' },
    variations: [1, { id: 'b' }],
    mode: 'x',
  };
  expect(readDraft(JSON.stringify(odd))).toEqual({
    ...emptyDraft('n'),
    run: { ...emptyDraft('n').run, notes: 'x' },
    variations: [{ id: 'b' }],
  });
});

test('only what somebody set up would be missed', () => {
  expect(hasWork(emptyDraft('n'))).toBe(false);
  expect(hasWork({ ...emptyDraft('n'), trainer: 'line', preset: 'quick' })).toBe(false);
  expect(hasWork(full)).toBe(true);
  expect(hasWork({ ...emptyDraft('n'), trainer: 'line', run: { ...emptyDraft('n').run, notes: 'x' } })).toBe(true);
});

test('every launch has a mark of its own', () => {
  expect(newNonce()).toMatch(/^[0-9a-f]{24}$/);
  expect(newNonce()).not.toBe(newNonce());
});
