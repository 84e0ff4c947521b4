import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findPython } from './python.ts';

afterEach(() => vi.unstubAllEnvs());

it('a Python without pip and uv is passed over for the next that can make environments', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-python-'));
  const answers = { 'python3.13': '3 13 0 /no pip', 'python3.12': '3 10 1 /old', python3: '3 12 1 /with pip' };
  for (const [name, answer] of Object.entries(answers)) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${answer}"\n`, { mode: 0o755 });
  }
  vi.stubEnv('PATH', folder);
  expect(await findPython(null)).toEqual({ program: '/with pip', version: '3.12' });
  // Asked for by name it is taken: trainers that need no environment run on it.
  expect(await findPython('python3.13')).toEqual({ program: '/no pip', version: '3.13' });
  await rm(folder, { recursive: true });
});
