import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisThread } from './analysis-thread.ts';

let folder: string;
let thread: AnalysisThread;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainyard-analysis-'));
  thread = new AnalysisThread(join(folder, 'files'));
});
afterEach(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

const samples = { digest: 'a'.repeat(64), label: undefined, offset: 0, limit: 5 };
async function predictions(text: string) {
  const path = join(folder, 'p.csv');
  await writeFile(path, text);
  return {
    source: { path, sha256: text, dataset: null, window: 'null', sealed: null },
    query: { offset: 0, limit: 5 },
  };
}

describe('the analysis thread', () => {
  it('answers several questions at once, each with its own answer', async () => {
    const [one, two] = await Promise.all([
      thread.ask('predictions', await predictions('sample_id,truth,prediction\na,x,x\n')),
      thread.ask('compare', { sources: [null, null] }),
    ]);
    expect(one).toMatchObject({ total: 1 });
    expect(two).toMatchObject({ pairs: [], refused: [{ a: 0, b: 1, reason: 'no predictions' }] });
  });

  it('hands on errors for people as they are', async () => {
    await expect(thread.ask('samples', samples)).rejects.toMatchObject({
      name: 'TrainyardError',
      code: 'dataset-not-found',
      status: 404,
      message: 'There is no data set "aaaaaaaaaaaa".',
    });
  });

  it('fails those who wait when it dies, and is started anew with the next question', async () => {
    // Where the files should be lies a file: the thread cannot even begin.
    await writeFile(join(folder, 'files'), 'x');
    const asked = [thread.ask('samples', samples), thread.ask('samples', samples)];
    for (const one of asked) await expect(one).rejects.toThrow();
    await rm(join(folder, 'files'));
    await mkdir(join(folder, 'files'));
    await expect(thread.ask('samples', samples)).rejects.toMatchObject({ code: 'dataset-not-found' });
  });

  it('lets those who still wait know when the server ends', async () => {
    const asked = thread.ask('samples', samples);
    const told = expect(asked).rejects.toThrow('the server ends');
    await thread.close();
    await told;
  });
});
