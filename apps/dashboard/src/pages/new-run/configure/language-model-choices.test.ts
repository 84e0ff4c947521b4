import { expect, it } from 'vitest';
import { languageModelChoices } from './language-model-choices.ts';

const models = [
  { name: 'small', provider: 'here', model: 'tiny-1', active: true, default_for: ['primary' as const] },
  { name: 'old', provider: 'here', model: 'tiny-0', active: false, default_for: [] },
];
const labels = (role: string, required: boolean, value: string): string[] =>
  languageModelChoices(models, { role, required, value }).map(({ label }) => label);

it('an empty setting is called by the default that it stands for', () => {
  expect(labels('primary', true, '')).toEqual(['your default: small', 'small (here, tiny-1)']);
  expect(labels('grader', false, '')[0]).toBe('none');
  expect(labels('grader', true, '')[0]).toBe('choose …');
});

it('what is named stays to be seen though it is not active or not there', () => {
  expect(labels('primary', true, 'old')).toContain('old (here, tiny-0, not active)');
  expect(labels('primary', true, 'gone')).toContain('gone (there is none of this name)');
});
