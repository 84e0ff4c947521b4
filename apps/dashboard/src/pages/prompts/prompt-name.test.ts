import { promptName } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { promptNameFault } from './prompt-name.ts';

test('a name is refused here if and only if the server refuses it', () => {
  const long = 'a'.repeat(60);
  for (const name of ['a', 'sentiment-2', 'a-b-c', long, '', `${long}a`, 'A', '2a', 'a_b', 'a--b', 'a-', '<b>', 'é']) {
    expect(promptNameFault(name) === null, name).toBe(promptName.safeParse(name).success);
  }
});
