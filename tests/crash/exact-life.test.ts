import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run, RunSpec } from '@trainyard/contracts';
import { eventually, type Part, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSignals } from '../signals.ts';

/**
 * A run that was paused, or whose trainer, worker, server and database were each killed with -9 at a random moment,
 * ends with the same metrics and the same files as one that nothing happened to, bit for bit on CPU.
 */
const after = fileURLToPath(new URL('../../examples/plain-pytorch/after.py', import.meta.url));
const longRunMs = 240_000;
const ended = new Set(['completed', 'failed', 'stopped', 'cancelled']);

let product: Product;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-exact-'));
  product = await startProduct();
  const folder = writeSignals(join(scratch, 'signals'), { units: 8, perUnit: 2, seconds: 4 });
  const added = await product.trainyard('dataset', 'add', folder, '--name', 'signals');
  expect(added.stderr + added.stdout, 'the import').toContain('signals');
  expect(added.code).toBe(0);
}, 600_000);

afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 180_000);

/** A server that is being restarted is asked again: here only the run's own life matters. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  return eventually('the server to answer', () => ask().catch(() => undefined), 60_000);
}

const get = (id: string): Promise<Run> => patiently(() => product.client.call('getRun', { params: { id } }));

async function untilEnded(id: string): Promise<Run> {
  return eventually(
    `run ${id} to end`,
    async () => ((run) => (ended.has(run.status) ? run : undefined))(await get(id)),
    longRunMs,
  );
}

async function untilEpoch(id: string, epoch: number): Promise<Run> {
  return eventually(
    `run ${id} to reach epoch ${epoch}`,
    async () =>
      ((run) => ((run.progress.epoch ?? 0) >= epoch || ended.has(run.status) ? run : undefined))(await get(id)),
    longRunMs,
  );
}

async function start(spec: RunSpec, name: string): Promise<Run> {
  return patiently(() => product.client.call('createRun', { body: { ...spec, name } }));
}

/** What must be equal: the final metrics and the content of every file that is a result. */
async function outcome(run: Run): Promise<unknown> {
  expect(run.reason?.message ?? '', JSON.stringify(run.reason)).not.toContain('error');
  expect(run.status).toBe('completed');
  const files = await patiently(() => product.client.call('listFiles', { params: { id: run.id } }));
  const own = Object.entries(run.metrics).filter(([key]) => !key.startsWith('system/'));
  return {
    metrics: Object.fromEntries(own.sort(([a], [b]) => a.localeCompare(b))),
    files: files.items.map((file) => `${file.sha256} ${file.path}`).sort(),
  };
}

const specs: Record<string, RunSpec> = {
  'signal-cnn': {
    trainer: 'signal-cnn',
    dataset: 'signals',
    priority: 'normal',
    seed: 5,
    threads: 1,
    config: {
      epochs: 14,
      warmup_epochs: 1,
      conv_layers: 2,
      filters: [64],
      kernels: [11, 7],
      stride: 1,
      batch_size: 16,
      window: { seconds: 0.25, overlap: 50 },
      early_stopping: { enabled: false },
      onnx: false,
    },
  },
  'a plain script with the SDK': {
    trainer: 'script',
    priority: 'normal',
    seed: 5,
    threads: 1,
    config: { command: ['python', after, '150'], environment: 'torch' },
  },
};

describe.each(Object.entries(specs))('%s', (name, spec) => {
  let straight: unknown;
  const epochs = name === 'signal-cnn' ? 14 : 150;
  const within = (share: number) => Math.max(1, Math.round(epochs * share));

  it('runs straight through', async () => {
    const run = await start(spec, `${name}, straight`);
    straight = await outcome(await untilEnded(run.id));
    expect(Object.keys((straight as { metrics: object }).metrics).length).toBeGreaterThan(0);
  }, 600_000);

  it('ends the same after a pause', async () => {
    const run = await start(spec, `${name}, paused`);
    await untilEpoch(run.id, within(0.3));
    await product.client.call('pauseRun', { params: { id: run.id } });
    const paused = await eventually('the pause', async () =>
      ((now) => (now.status === 'pausing' ? undefined : now))(await get(run.id)),
    );
    expect(paused.status).toBe('paused');
    await product.client.call('resumeRun', { params: { id: run.id } });
    const last = await untilEnded(run.id);
    expect(await outcome(last)).toEqual(straight);
    expect(last.attempt).toBe(2);
  }, 600_000);

  it('ends the same when trainer, worker, server and database are killed on the way', async () => {
    const run = await start(spec, `${name}, killed`);
    const order: (Part | 'trainer')[] = ['trainer', 'worker', 'server', 'postgres'];
    for (const [k, part] of order.entries()) {
      const seen = await untilEpoch(run.id, within(0.15 + 0.18 * k + 0.1 * Math.random()));
      expect(seen.status, `before the ${part} is killed`).toBe('running');
      if (part === 'trainer') process.kill(await patiently(() => product.trainerPid(run.id)), 'SIGKILL');
      else product.kill(part);
      if (part === 'trainer' || part === 'worker') {
        const attempt = seen.attempt;
        await eventually('the next attempt', async () =>
          ((now) => now.attempt > attempt && now.status === 'running')(await get(run.id)),
        );
      }
    }
    const last = await untilEnded(run.id);
    expect(await outcome(last)).toEqual(straight);
    expect(last.attempt).toBeGreaterThanOrEqual(3);
  }, 600_000);
});
