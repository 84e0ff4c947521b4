import { expect, it } from 'vitest';
import { emptyDraft } from '../draft/draft.ts';
import { withWishedSettings } from './wished-settings.ts';

const item = {
  schema: {
    type: 'object' as const,
    properties: {
      depth: { type: 'integer' as const, default: 3 },
      split: { type: 'object' as const, properties: { seed: { type: 'integer' as const, default: 0 } } },
    },
  },
  presets: [],
};
const draft = { ...emptyDraft('n'), changes: { depth: 5 } };

it('settings of the address win over those of the run, and what is the default again is no change', () => {
  expect(withWishedSettings(draft, item, '{"split":{"seed":1}}').changes).toEqual({ depth: 5, 'split.seed': 1 });
  expect(withWishedSettings(draft, item, '{"depth":3}').changes).toEqual({});
});

it('what is not understood is told and left out', () => {
  expect(withWishedSettings(draft, item, '[1]')).toMatchObject({ changes: { depth: 5 }, notes: [expect.any(String)] });
  expect(withWishedSettings(draft, item, '{"colour":"red"}')).toMatchObject({ changes: { depth: 5 } });
  expect(withWishedSettings(draft, item, '{"colour":"red"}').notes).toHaveLength(1);
  expect(withWishedSettings(draft, item, undefined)).toBe(draft);
});
