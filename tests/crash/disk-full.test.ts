import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const cliMain = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** Root may mount as it is; to others a namespace of users gives the right. */
const ownMounts = process.getuid?.() === 0 ? '-m' : '-rm';
const possible = spawnSync('unshare', [ownMounts, 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;
if (!possible) console.warn('SKIPPED: a full disk (unshare with a tmpfs is not possible here)');
// Where every test has to run, a skipped one is a fault.
const skipped = !possible && process.env.CI !== 'true';

const settings = { TRAINYARD_RETRY_LIMIT: '1', TRAINYARD_RETRY_BACKOFF_SECONDS: '0', TRAINYARD_DISK_LOW_BYTES: '1M' };
const megabytes = 24;

let product: Product;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  if (skipped) return;
  product = await startProduct({ environment: { ...settings, TRAINYARD_SLOTS: '0' } });
  const folder = join(product.home, 'trainers/writer');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'main.py'),
    `import trainyard
run = trainyard.start()
(run.output / "data").write_bytes(b"x" * run.config["megabytes"] * 2**20)
run.artifact("data", "file")
run.done()
`,
  );
  writeFileSync(
    join(folder, 'trainer.yaml'),
    `id: writer
title: Writer
purpose: Writes a file.
family: tests
environment: none
entry: [python3, main.py]
parameters:
  type: object
  properties: { megabytes: { type: integer, default: 1, x-ui: { label: Megabytes, tooltip: The size. } } }
`,
  );
  const runs = join(product.home, 'runs');
  mkdirSync(runs, { recursive: true });
  const small = `mount -t tmpfs -o size=${megabytes}m none "$0" && exec "$@"`;
  worker = spawn('unshare', [ownMounts, 'sh', '-c', small, runs, process.execPath, cliMain, 'worker'], {
    env: { ...process.env, ...settings, TRAINYARD_HOME: product.home, TRAINYARD_SLOTS: '1' },
    stdio: 'ignore',
  });
}, 120_000);
afterAll(async () => {
  worker?.kill('SIGINT');
  if (worker?.exitCode === null) await new Promise((resolve) => worker?.once('exit', resolve));
  await product?.[Symbol.asyncDispose]();
}, 180_000);

async function outcome(size: number): Promise<Run> {
  const { id } = await product.client.call('createRun', {
    body: { trainer: 'writer', config: { megabytes: size }, priority: 'normal' },
  });
  return eventually('the run to end', async () =>
    ((run) => (run.status === 'completed' || run.status === 'failed' ? run : undefined))(
      await product.client.call('getRun', { params: { id } }),
    ),
  );
}

it.skipIf(skipped)('a run that fills the disk is tried again, then told so; the next one finds room', async () => {
  const full = await outcome(2 * megabytes);
  expect(full).toMatchObject({ status: 'failed', attempt: 2 });
  expect(full.reason).toMatchObject({ code: 'retries-used-up', detail: { cause: 'disk-full' } });
  expect(full.reason?.hint).toBeTruthy();
  expect((await outcome(1)).status).toBe('completed');
});
