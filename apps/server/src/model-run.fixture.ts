import { submitRun } from '@trainyard/queue/submit';
import { writeArtifacts } from '@trainyard/store';
import { aFrozenRun, aSubmission, aUser } from '@trainyard/testkit';
import { type CompletedRunInput, completedRun } from './completed-run.fixture.ts';
import type { TestServer } from './server.fixture.ts';

export interface FixtureFile {
  path: string;
  kind: string;
  content: string | Uint8Array;
  meta?: Record<string, unknown>;
}

/** Files as a trainer left them; each has its content in the store. */
async function keepFiles(
  { parts, database: { store } }: TestServer,
  runId: string,
  files: readonly FixtureFile[],
): Promise<void> {
  for (const { path, kind, content, meta = {} } of files) {
    const saved = await parts.files.saveArtifact({ runId, path, source: Buffer.from(content) });
    await writeArtifacts(store, runId, 1, [{ path, kind, meta, location: '', ...saved }]);
  }
}

/** A completed run that kept a model. */
export async function modelRun(
  server: TestServer,
  input: CompletedRunInput & { files?: readonly FixtureFile[] } = {},
): Promise<{ id: string; number: number }> {
  const run = await completedRun(server, input);
  await keepFiles(
    server,
    run.id,
    input.files ?? [{ path: 'model.pt', kind: 'model', content: `weights of ${run.id}` }],
  );
  return run;
}

/** A run that waits and names registered versions in its record. */
export async function runWithModels(
  { database: { store } }: TestServer,
  versions: readonly { name: string; version: number; run: { id: string; number: number }; sha256: string }[],
): Promise<{ id: string; number: number }> {
  const models = versions.map(({ name, version, run: { id, number }, sha256 }) => ({
    name,
    version,
    run: { id, number },
    trainer: 'sample',
    config: {},
    sha256,
    dataset: null,
    split: null,
  }));
  return submitRun(store, aSubmission(await aUser(store), { frozen: aFrozenRun({ models }) }));
}
