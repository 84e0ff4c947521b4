import type { ModelVersion } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { becomes } from './register-words.ts';

it('it is said what a name comes to before the run is registered', () => {
  const models = [
    { name: 'pump', latest: { version: 3 } as ModelVersion },
    { name: 'empty', latest: null },
  ];
  const words = (name: string) => becomes(name, { number: 7 }, models, [{ name: 'mine', version: 2 }]);
  expect(words('mine')).toBe('Run 7 is version 2 of it already.');
  expect(words('pump')).toBe('A further version of it; the newest is 3.');
  expect(words('empty')).toBe('Its first version.');
  expect(words('fresh')).toBe('A new model; this is its version 1.');
});
