import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);

it('what was sealed is opened again, and is sealed anew each time', () => {
  const text = 'sk-ключ-🔑';
  const [first, second] = [seal(key, text, 'a'), seal(key, text, 'a')];
  expect(unseal(key, first, 'a')).toBe(text);
  expect(first.equals(second)).toBe(false);
  expect(first.includes(Buffer.from(text))).toBe(false);
});

it('another key, another owner or a changed byte opens nothing', () => {
  const sealed = seal(key, 'sk-secret', 'a');
  expect(unseal(randomBytes(32), sealed, 'a')).toBeNull();
  expect(unseal(key, sealed, 'b')).toBeNull();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(key, changed, 'a')).toBeNull();
  }
  expect(unseal(key, Buffer.alloc(0), 'a')).toBeNull();
});
