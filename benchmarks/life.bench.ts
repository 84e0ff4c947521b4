import { readdirSync, readFileSync } from 'node:fs';
import type { Run, RunSpec } from '@trainyard/contracts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { type Figure, median, percentile, publish } from './report.ts';

/**
 * Start, takeover, commands and idle cost of the whole product, as a user has it. The trainer is a script with the SDK
 * that reports every 20 ms, so that what is measured is the product and not the start of a large library.
 */
const rounds = 5;
const steps = [
  'import time, trainyard',
  'run = trainyard.start(exact_resume=True)',
  'state = run.track(done=0)',
  'for step in run.steps(100000, checkpoint_every=50):',
  '    time.sleep(0.02)',
  '    state.done = step + 1',
  'run.done({"steps": state.done})',
].join('\n');
const looping: RunSpec = { trainer: 'script', priority: 'normal', config: { command: ['python3', '-c', steps] } };

const now = () => performance.now();
const get = (product: Product, id: string) => product.client.call('getRun', { params: { id } });

async function startLoop(product: Product): Promise<Run> {
  const run = await product.client.call('createRun', { body: looping });
  return untilStep(product, run.id, 60);
}

async function untilStep(product: Product, id: string, step: number): Promise<Run> {
  return eventually(`step ${step}`, async () =>
    ((run) => ((run.progress.step ?? 0) >= step ? run : undefined))(await get(product, id)),
  );
}

/** Milliseconds from the blow to the first progress of the next attempt. */
async function takeover(product: Product, blow: (run: Run) => Promise<void> | void): Promise<number> {
  const run = await startLoop(product);
  const started = now();
  await blow(run);
  await eventually('the next attempt to report', async () => {
    const { items } = await product.client
      .call('listEvents', { params: { id: run.id }, query: { after: run.last_seq, limit: 5000 } })
      .catch(() => ({ items: [] }));
    const begun = items.findIndex((event) => event.kind === 'attempt-started');
    return begun >= 0 && items.slice(begun).some((event) => event.kind === 'progress-reported');
  });
  const elapsed = now() - started;
  await product.client.call('cancelRun', { params: { id: run.id } });
  return elapsed;
}

/** Milliseconds from the request to the trainer's own answer, as the events' times say (one clock: the database's). */
async function commandLatency(product: Product, action: 'pauseRun' | 'checkpointRun'): Promise<number> {
  const run = await startLoop(product);
  await product.client.call(action, { params: { id: run.id } });
  const events = await eventually('the answer', async () => {
    const { items } = await product.client.call('listEvents', {
      params: { id: run.id },
      query: { after: run.last_seq, limit: 5000 },
    });
    return items.some((event) => event.kind === 'command-answered') ? items : undefined;
  });
  const at = (kind: string) => Date.parse(events.find((event) => event.kind === kind)?.at ?? '');
  const latency = at('command-answered') - at('command-issued');
  await product.client.call('cancelRun', { params: { id: run.id } });
  return latency;
}

/** From cancel to the trainer's process being gone. */
async function cancelLatency(product: Product): Promise<number> {
  const run = await startLoop(product);
  const pid = await product.trainerPid(run.id);
  const started = now();
  await product.client.call('cancelRun', { params: { id: run.id } });
  await eventually('the trainer to be gone', () => !alive(pid));
  return now() - started;
}

function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // the process is gone
  }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // it ended while we looked
    }
  }
  const found: number[] = [];
  for (let next = [root]; next.length > 0; next = next.flatMap((pid) => parents.get(pid) ?? [])) found.push(...next);
  return found;
}

function usage(pids: readonly number[]): { pss: number; seconds: number } {
  let pss = 0;
  let ticks = 0;
  for (const pid of pids) {
    try {
      pss += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // it ended while we looked
    }
  }
  return { pss, seconds: ticks / 100 };
}

async function idle(product: Product): Promise<{ pss: number; cpu: number }> {
  const parts = (['server', 'worker', 'postgres'] as const).flatMap((part) => descendants(product.pid(part)));
  const before = usage(parts);
  const started = now();
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  const after = usage(parts);
  return { pss: after.pss, cpu: (100 * (after.seconds - before.seconds)) / ((now() - started) / 1000) };
}

async function tenOnTwoSlots(product: Product): Promise<{ seconds: number; inOrder: boolean }> {
  const short = (priority: RunSpec['priority'], k: number): RunSpec => ({
    trainer: 'script',
    name: `${priority} ${k}`,
    priority,
    config: { command: 'sleep 0.5' },
  });
  const blockers = await Promise.all(
    [1, 2].map((k) =>
      product.client.call('createRun', { body: { ...short('high', k), config: { command: 'sleep 2' } } }),
    ),
  );
  await Promise.all(
    blockers.map((run) =>
      eventually('the blockers to run', async () => (await get(product, run.id)).status === 'running'),
    ),
  );
  const started = now();
  const order = ['low', 'normal', 'high', 'low', 'normal', 'high', 'low', 'normal', 'high', 'normal'] as const;
  const runs: Run[] = [];
  for (const [k, priority] of order.entries())
    runs.push(await product.client.call('createRun', { body: short(priority, k) }));
  const ended = await eventually('all ten to end', async () => {
    const all = await Promise.all(runs.map((run) => get(product, run.id)));
    return all.every((run) => run.status === 'completed') ? all : undefined;
  });
  const byStart = [...ended].sort((a, b) => Date.parse(a.started_at ?? '') - Date.parse(b.started_at ?? ''));
  const rank = { high: 0, normal: 1, low: 2 };
  const inOrder = byStart.every((run, i) => i < 2 || rank[run.priority] >= rank[byStart[i - 2]?.priority ?? 'high']);
  return { seconds: (now() - started) / 1000, inOrder };
}

async function repeat(measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let k = 0; k < rounds; k++) values.push(await measure());
  return values;
}

const firstStart = now();
const first = await startProduct();
const firstSeconds = (now() - firstStart) / 1000;
const { home } = first;
await first.stop();
const secondStart = now();
const product = await startProduct({ home });
const secondSeconds = (now() - secondStart) / 1000;

const rest = await idle(product);
const worker = await repeat(() => takeover(product, () => product.kill('worker')));
const trainer = await repeat(() =>
  takeover(product, async (run) => void process.kill(await product.trainerPid(run.id), 'SIGKILL')),
);
const pause = await repeat(() => commandLatency(product, 'checkpointRun'));
const cancel = await repeat(() => cancelLatency(product));
const ten = await tenOnTwoSlots(product);
await product.stop();
await first[Symbol.asyncDispose]();

const most = (value: number) => ({ at: 'most', value }) as const;
const figures: Figure[] = [
  { what: 'first start on an empty home', value: firstSeconds, unit: 's', limit: null },
  { what: 'second start until ready', value: secondSeconds, unit: 's', limit: most(3) },
  {
    what: 'worker killed: training again, worst of 5',
    value: Math.max(...worker) / 1000,
    unit: 's',
    limit: most(10),
    peer: 'pg-boss, BullMQ, graphile-worker, DBOS: > 10 s on another host (docs/decisions/0002)',
  },
  { what: 'trainer killed: training again, worst of 5', value: Math.max(...trainer) / 1000, unit: 's', limit: most(5) },
  { what: 'command to the trainer and answered, p95', value: percentile(pause, 0.95), unit: 'ms', limit: most(100) },
  { what: 'cancel: trainer process gone, median', value: median(cancel), unit: 'ms', limit: null },
  { what: 'idle: server + worker + PostgreSQL, PSS', value: rest.pss / 2 ** 20, unit: 'MB', limit: most(350) },
  { what: 'idle: share of one core', value: rest.cpu, unit: '%', limit: most(1) },
  { what: 'ten runs on two slots', value: ten.seconds, unit: 's', limit: null },
  {
    what: 'ten runs: priority order kept (1 = yes)',
    value: ten.inOrder ? 1 : 0,
    unit: '',
    limit: { at: 'least', value: 1 },
  },
];
publish('life', figures, { worker, trainer, pause, cancel, rest, ten });
