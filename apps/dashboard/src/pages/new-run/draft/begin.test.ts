import { manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { afterEach, expect, test } from 'vitest';
import { closeToast, currentToasts } from '../../../components/toast-store.ts';
import { beginDraft, replaceDraft } from './begin.ts';
import { createDraftStore } from './draft-store.ts';

const item: TrainerItem = {
  manifest: manifest.parse({
    id: 'line',
    title: 'Line',
    purpose: 'Fits.',
    family: 'f',
    environment: 'none',
    entry: ['x'],
    parameters: { type: 'object' },
  }),
  presets: [
    { id: 'quick', title: 'Q', purpose: 'p', recommended: false, config: {} },
    { id: 'standard', title: 'S', purpose: 'p', recommended: true, config: {} },
  ],
  schema: {},
  defaults: {},
  source: 'built-in',
  own_presets: [],
  learned: null,
  environment: { id: 'none', installed: true, size_bytes: null },
  problems: [],
};
const storage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

afterEach(() => {
  for (const { id } of currentToasts()) closeToast(id);
});

test('a draft begins with the recommended preset, or what was asked for', () => {
  expect(beginDraft(item, [], { expert: false })).toMatchObject({ trainer: 'line', preset: 'standard', dataset: null });
  expect(beginDraft(item, [], { preset: 'quick', dataset: 'demo', expert: true })).toMatchObject({
    preset: 'quick',
    dataset: 'demo',
    expert: true,
  });
});

test('models that somebody came with are chosen where the trainer takes some', () => {
  const wish = { models: 'net@1, tree@champion,,net@1', expert: false };
  const needs = { ...item.manifest.needs, models: { min: 3, max: 7 } };
  const taker = { ...item, manifest: { ...item.manifest, needs } };
  expect(beginDraft(taker, [], wish).changes).toEqual({ models: ['net@1', 'tree@champion'] });
  expect(beginDraft(taker, [], { ...wish, models: ' ,' }).changes).toEqual({});
  expect(beginDraft(item, [], wish).changes).toEqual({});
});

test('a draft that somebody worked on can be brought back', () => {
  const store = createDraftStore('ada', storage);
  const worked = { ...beginDraft(item, [], { expert: false }), changes: { epochs: 3 } };
  store.change(() => worked);
  replaceDraft(store, beginDraft(item, [], { preset: 'quick', expert: false }));
  expect(store.current().preset).toBe('quick');
  currentToasts()[0]?.action?.run();
  expect(store.current()).toEqual(worked);
});

test('an untouched draft is replaced without a word', () => {
  const store = createDraftStore('ada', storage);
  store.change(() => beginDraft(item, [], { expert: false }));
  replaceDraft(store, beginDraft(item, [], { preset: 'quick', expert: false }));
  expect(currentToasts()).toEqual([]);
});
