import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainerLineOf } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { describe, expect, it } from 'vitest';
import { Checkpoints, outdated } from './checkpoints.ts';

const stored = (step: number, best = false) => ({ id: `id${step}`, name: `step${step}`, step, best });

describe('the retention of checkpoints', () => {
  it('keeps the newest three and the best', () => {
    const all = [9, 8, 7, 6, 5, 4].map((step) => stored(step, step === 5));
    expect(outdated(all).map(({ step }) => step)).toEqual([6, 4]);
  });

  it('drops none of a few', () => {
    expect(outdated([stored(2), stored(1)])).toEqual([]);
  });
});

describe('a checkpoint that is cleared away while it is stored', () => {
  const line = {
    v: 1,
    seq: 1,
    t: 0,
    type: 'checkpoint',
    id: 'c',
    step: 1,
    folder: '.',
    files: [{ path: './model.pt', size: 1, sha256: 'a'.repeat(64) }],
    parts: [],
    metrics: {},
    best: false,
  } as unknown as TrainerLineOf<'checkpoint'>;

  async function saving(overtaken: () => boolean): Promise<void> {
    const home = mkdtempSync(join(tmpdir(), 'trainyard-cleared-'));
    const output = join(home, 'output-that-goes');
    const ports = { record: () => Promise.reject(new Error('it was stored')), forget: () => Promise.resolve() };
    const files = await openFiles({ root: join(home, 'root') });
    const checkpoints = new Checkpoints(files, '0193a4c4-0000-7000-8000-000000000001', output, [], ports);
    await checkpoints.save(line, overtaken).finally(() => rmSync(home, { recursive: true, force: true }));
  }

  it('is passed over, also where the newer one is heard of a moment later', async () => {
    let asked = 0;
    await saving(() => {
      asked += 1;
      return asked > 2;
    });
    expect(asked).toBe(3);
  });

  it('is a loss where there is no newer one', async () => {
    await expect(saving(() => false)).rejects.toThrow(/missing/);
  });
});
