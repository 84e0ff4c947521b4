import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromWire, type RunSpec } from '@trainyard/contracts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { median, publish } from './report.ts';

/**
 * What running under the host costs a training loop: the same loop bare, and under the whole product while it reports a
 * metric at every step and its progress ten times a second. Pairs alternate, since machines are noisy; the loop times itself.
 */
const steps = Number(process.env.BENCH_STEPS ?? 2000);
const pairs = Number(process.env.BENCH_PAIRS ?? 7);
const stepMs = 5;

const loop = `
import os, sys, time

def work(n):
    x = 0.0
    for i in range(n):
        x = x * 0.999 + i
    return x

turns, steps = int(sys.argv[1]), int(sys.argv[2])
hosted = "TRAINYARD_TASK" in os.environ
if hosted:
    import trainyard
    run = trainyard.start()
for _ in range(50):
    work(turns)
spoken = 0.0
wall, cpu = time.perf_counter(), time.process_time()
for step in range(steps):
    loss = work(turns)
    if hosted:
        before = time.perf_counter()
        run.metric(step, {"loss": loss}, "train")
        if step % 20 == 19:  # as often as run.steps() does
            run.progress(step=step + 1, total_steps=steps)
        spoken += time.perf_counter() - before
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
if hosted:
    run.done({"wall_s": wall, "cpu_s": cpu, "call_us": spoken / (steps * 1.05) * 1e6})
else:
    print(wall, cpu)
`;

const python = process.env.TRAINYARD_PYTHON ?? 'python3';
const environment = { ...process.env, OMP_NUM_THREADS: '1', PYTHONUNBUFFERED: '1' };
const folder = mkdtempSync(join(tmpdir(), 'trainyard-overhead-'));
const script = join(folder, 'loop.py');
writeFileSync(script, loop);

function bare(turns: number, count: number): { wall: number; cpu: number } {
  const said = execFileSync(python, [script, String(turns), String(count)], { env: environment, encoding: 'utf8' });
  const [wall, cpu] = said.trim().split(' ').map(Number);
  return { wall: wall ?? 0, cpu: cpu ?? 0 };
}

async function hosted(product: Product, turns: number): Promise<{ wall: number; cpu: number; call: number }> {
  const body: RunSpec = {
    trainer: 'script',
    priority: 'normal',
    config: { command: [python, script, String(turns), String(steps)] },
  };
  const { id } = await product.client.call('createRun', { body });
  const run = await eventually(
    'the loop to end',
    async () => {
      const now = await product.client.call('getRun', { params: { id } });
      return now.ended_at === null ? undefined : now;
    },
    600_000,
  );
  if (run.status !== 'completed') throw new Error(`the loop ended as ${run.status}: ${run.reason?.message}`);
  const value = (key: string): number => fromWire(run.metrics[key] ?? 'NaN');
  return { wall: value('wall_s'), cpu: value('cpu_s'), call: value('call_us') };
}

/** Turns of the inner loop that take about 5 ms here. */
function calibrate(): number {
  const turns = 50_000;
  const times = [1, 2, 3].map(() => bare(turns, 40).cpu / 40);
  return Math.round((turns * stepMs) / 1000 / Math.min(...times));
}

await using product = await startProduct();
try {
  const turns = calibrate();
  const raw: { bare: { wall: number; cpu: number }; hosted: { wall: number; cpu: number; call: number } }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Each takes the first place in turn: a machine that slows down must not always hit the same one.
    const first = pair % 2 === 0 ? bare(turns, steps) : null;
    const under = await hosted(product, turns);
    raw.push({ bare: first ?? bare(turns, steps), hosted: under });
    console.log(`pair ${pair + 1}: bare ${raw.at(-1)?.bare.wall.toFixed(3)} s, hosted ${under.wall.toFixed(3)} s`);
  }
  const over = (key: 'wall' | 'cpu') => 100 * (median(raw.map((one) => one.hosted[key] / one.bare[key])) - 1);
  publish(
    'host-overhead',
    [
      { what: 'loop time under the host', value: over('wall'), unit: '% more', limit: { at: 'most', value: 1 } },
      { what: 'processor time of the loop', value: over('cpu'), unit: '% more', limit: null },
      {
        what: 'one call of the SDK',
        value: median(raw.map((one) => one.hosted.call)),
        unit: 'µs',
        limit: { at: 'most', value: 50 },
      },
    ],
    { steps, stepMs, turns, pairs: raw },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
