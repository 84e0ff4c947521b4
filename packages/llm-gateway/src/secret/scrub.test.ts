import { expect, it } from 'vitest';
import { scrubbed } from './scrub.ts';

it('a key that a provider repeats is masked', () => {
  expect(scrubbed('Incorrect API key provided: sk-abcdef.', 'sk-abcdef')).toBe('Incorrect API key provided: •••.');
});

it('no line of a service account is told', () => {
  const account = {
    type: 'service_account',
    client_email: 'a@b.c',
    private_key: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----\n',
  };
  expect(scrubbed('cannot parse MIIEvQIBADAN here', JSON.stringify(account))).toBe('cannot parse ••• here');
});

it('control characters and length are tamed', () => {
  expect(scrubbed('a\n\u001b[31mb\0c', null)).toBe('a [31mb c');
  expect(scrubbed('x'.repeat(5000), null)).toHaveLength(500);
});
