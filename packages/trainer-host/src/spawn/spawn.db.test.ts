import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { spawnTrainer } from './spawn.ts';

/** Living processes that were started with this variable. */
function bearersOf(mark: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(join('/proc', name, 'environ'), 'latin1').includes(mark);
    } catch {
      return false; // Ended meanwhile, or another user's.
    }
  });
}

const pipes = (): number => readdirSync('/proc/self/fd').length;

it('a trainer whose process record cannot be written is killed, and its pipes are closed', async () => {
  const mark = `TRAINYARD_TEST=${randomUUID()}`;
  const before = pipes();
  const started = spawnTrainer({
    words: ['sleep', '600'],
    folder: tmpdir(),
    environment: { PATH: '/usr/bin:/bin', TRAINYARD_TEST: mark.slice('TRAINYARD_TEST='.length) },
    workFolder: join(tmpdir(), randomUUID()),
  });
  await expect(started).rejects.toMatchObject({ code: 'ENOENT' });
  expect(bearersOf(mark)).toEqual([]);
  await vi.waitFor(() => expect(pipes()).toBeLessThanOrEqual(before));
});
