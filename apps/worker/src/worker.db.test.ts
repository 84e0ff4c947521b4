import { readFile } from 'node:fs/promises';
import { listArtifacts, listCheckpoints, listSections } from '@trainyard/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, openHarness } from '../tests/harness.ts';

let h: Harness;
beforeEach(async () => {
  h = await openHarness();
});
afterEach(() => h[Symbol.asyncDispose]());

describe('a worker', () => {
  it('carries a run to its end with metrics, checkpoints, sections, artifacts and log', async () => {
    h.worker();
    const id = await h.submit();
    const run = await h.until(id, 'completed', 'failed');
    expect(run.reason?.code).toBe('done');
    expect(run.metrics['train/loss']).toBeTypeOf('number');
    expect(run.progress).toMatchObject({ fraction: 1, epoch: 4, total_epochs: 4 });
    const checkpoints = await listCheckpoints(h.store, id);
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([4, 3, 2]);
    const [artifact] = await listArtifacts(h.store, id);
    expect(artifact).toMatchObject({ path: 'model.txt', kind: 'model' });
    expect(Number(await readFile(artifact?.location ?? '', 'utf8'))).toBe(run.metrics['train/loss']);
    expect(await listSections(h.store, id)).toHaveLength(1);
  });
});
