import { expect, it } from 'vitest';
import { doorUrl } from './language-door.ts';

it('a trainer finds the server of this computer, or the one that the settings name', () => {
  const here = { url: null, hostAddress: '127.0.0.1', port: 4600 };
  expect(doorUrl(here)).toBe('http://127.0.0.1:4600');
  expect(doorUrl({ ...here, hostAddress: '0.0.0.0' })).toBe('http://127.0.0.1:4600');
  expect(doorUrl({ ...here, hostAddress: 'fd00::1' })).toBe('http://[fd00::1]:4600');
  expect(doorUrl({ ...here, url: 'https://trainyard.example.org/' })).toBe('https://trainyard.example.org');
});
