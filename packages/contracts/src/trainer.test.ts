import { expect, it } from 'vitest';
import { trainerNeeds } from './trainer.ts';

it.each([
  [{ dataset: { kinds: ['prompts'] }, prompt: true }, false],
  [{ dataset: { kinds: ['prompts'] }, language_models: ['primary', 'optimizer?'] }, false],
  [{ dataset: { kinds: ['table', 'prompts'] }, prompt: true }, false],
  [{ dataset: { kinds: ['prompts'], sealed_test: true }, prompt: true, language_models: ['optimizer'] }, true],
  // These improve no prompt, or see no items.
  [{ dataset: { kinds: ['prompts'] }, language_models: ['primary'] }, true],
  [{ dataset: { kinds: ['table'] }, prompt: true }, true],
  [{ language_models: ['optimizer'] }, true],
])('a trainer that improves prompts takes no items without their seal: %j', (needs, good) => {
  const read = trainerNeeds.safeParse(needs);
  expect(read.success).toBe(good);
  if (!read.success) expect(read.error.issues[0]).toMatchObject({ path: ['dataset', 'sealed_test'] });
});
