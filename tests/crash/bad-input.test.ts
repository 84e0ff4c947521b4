import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApiError } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Trainers of the user's that break every promise, and a database and a worker that go away, seen from outside: each
 * ends with a reason in words, and the product answers on.
 */
const cliMain = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const lease = { TRAINYARD_LEASE_SECONDS: '3', TRAINYARD_BEAT_SECONDS: '0.5' };

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    environment: {
      ...lease,
      TRAINYARD_HELLO_SECONDS: '4',
      TRAINYARD_CANCEL_GRACE_SECONDS: '0.5',
      TRAINYARD_KILL_GRACE_SECONDS: '0.5',
      TRAINYARD_STREAM_DRAIN_SECONDS: '1',
      TRAINYARD_RETRY_LIMIT: '1',
      TRAINYARD_RETRY_BACKOFF_SECONDS: '0',
      TRAINYARD_LOG_LIMIT_BYTES: '256K',
    },
  });
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose](), 180_000);

/** The protocol by hand, so that it can be broken. */
const prelude = `import json, os, signal, sys, time
seq = 0
def raw(text):
    data = text.encode()
    while data:
        data = data[os.write(3, data):]
def say(type, **fields):
    global seq
    seq += 1
    raw(json.dumps({"v": 1, "seq": seq, "t": time.time() * 1000, "type": type, **fields}) + "\\n")
def hello():
    say("hello", protocol=1, pid=os.getpid())
`;

function writeTrainer(name: string, code: string, python = prelude): string {
  const folder = join(product.home, 'trainers', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.py'), `${python}${code}\n`);
  writeFileSync(
    join(folder, 'trainer.yaml'),
    [
      `id: ${name}`,
      `title: ${name}`,
      'purpose: Breaks a promise.',
      'family: tests',
      'environment: none',
      'entry: [python3, main.py]',
      'parameters: { type: object, properties: {} }',
      'capabilities: { pause: true, stop: true }',
      '',
    ].join('\n'),
  );
  return name;
}

const start = (trainer: string, more: { time_limit_s?: number } = {}): Promise<Run> =>
  product.client.call('createRun', { body: { trainer, config: {}, priority: 'normal', ...more } });
const get = (id: string): Promise<Run> => product.client.call('getRun', { params: { id } });

async function until(id: string, ...statuses: Run['status'][]): Promise<Run> {
  return eventually(`run ${id} to be ${statuses.join(' or ')}`, async () =>
    ((run) => (statuses.includes(run.status) ? run : undefined))(await get(id)),
  );
}
const untilEnded = (id: string) => until(id, 'completed', 'failed', 'stopped', 'cancelled');

async function outcome(name: string, code: string): Promise<Run> {
  return untilEnded((await start(writeTrainer(name, code))).id);
}

async function warnings(id: string): Promise<string> {
  const { items } = await product.client.call('listEvents', {
    params: { id },
    query: { kinds: 'warning-raised,log-dropped', limit: 100 },
  });
  return JSON.stringify(items.map(({ kind, data }) => ({ kind, data })));
}

async function log(id: string): Promise<string> {
  return (await product.client.download(`/api/v1/runs/${id}/logs.txt`)).text();
}

const gone = (pid: number) => !existsSync(`/proc/${pid}`);

describe('a trainer that breaks the protocol', () => {
  it('may print junk on file descriptor 3, which is skipped, counted and told', async () => {
    const run = await outcome(
      'junk',
      `hello()
raw("plain words\\n{}\\n[1, 2]\\n\\x00\\xff{{{\\n")
say("metric", step=1, values={"loss": 1})
say("done", status="completed")`,
    );
    expect(run).toMatchObject({ status: 'completed', metrics: { loss: 1 } });
    expect(await warnings(run.id)).toContain('protocol-junk');
  });

  it('may end in the middle of a line, which is dropped', async () => {
    const run = await outcome('half-a-line', `hello()\nraw('{"v":1,"seq":2,"t":1,"type":"done","status":"comp')`);
    expect(run).toMatchObject({ status: 'failed', reason: { code: 'no-done' } });
    expect(await warnings(run.id)).toContain('protocol-half-line');
  });

  it('may write 100 MB to stdout: the log is cut with a marker, and the product answers meanwhile', async () => {
    const { id } = await start(
      writeTrainer(
        'flood',
        `hello()
line = "x" * 999 + "\\n"
for _ in range(100):
    sys.stdout.write(line * 1000)
print("the last words", flush=True)
say("done", status="completed")`,
      ),
    );
    let slowest = 0;
    await eventually('the flood to end', async () => {
      const began = performance.now();
      const run = await get(id);
      slowest = Math.max(slowest, performance.now() - began);
      return run.status === 'completed';
    });
    expect(slowest).toBeLessThan(5000);
    expect(await warnings(id)).toContain('log-dropped');
    const text = await log(id);
    expect(text.length).toBeLessThan(4 * 2 ** 20);
    expect(text).toContain('the last words');
  });

  it('that never says hello is ended', async () => {
    const run = await outcome('mute', 'time.sleep(600)');
    expect(run).toMatchObject({ status: 'failed', attempt: 1, reason: { code: 'no-hello' } });
  });

  it('that says done twice has ended as it said first', async () => {
    const run = await outcome(
      'twice',
      `hello()
say("done", status="completed", metrics={"loss": 1})
say("done", status="failed", message="changed my mind", metrics={"loss": 2})`,
    );
    expect(run).toMatchObject({ status: 'completed', metrics: { loss: 1 } });
    expect(await warnings(run.id)).toContain('protocol-after-done');
  });

  it('that exits 0 without a word has failed', async () => {
    const run = await outcome('silent', '');
    expect(run).toMatchObject({ status: 'failed', attempt: 1, reason: { code: 'no-done' } });
    expect((await outcome('forgetful', 'hello()')).reason).toMatchObject({ code: 'no-done' });
  });

  it('that forks a child and dies is tried again, and the child is gone', async () => {
    const note = join(product.home, 'trainers/forking.pid');
    const run = await outcome(
      'forking',
      `hello()
child = os.fork()
if child == 0:
    os.setsid()
    time.sleep(600)
open(${JSON.stringify(note)}, "a").write(f"{child}\\n")
os.kill(os.getpid(), signal.SIGKILL)`,
    );
    expect(run).toMatchObject({ status: 'failed', attempt: 2 });
    const children = readFileSync(note, 'utf8').trim().split('\n').map(Number);
    expect(children).toHaveLength(2);
    await eventually('the children to be gone', () => children.every(gone), 5000);
  });

  it('that runs out of memory is told as such, with a hint, and not tried again', async () => {
    const run = await outcome(
      'greedy',
      `import resource
hello()
resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28))
block = bytearray(2**30)`,
    );
    expect(run).toMatchObject({ status: 'failed', attempt: 1, reason: { code: 'out-of-memory' } });
    expect(run.reason?.hint).toBeTruthy();
  });

  it('that ignores every command is killed after its grace', async () => {
    const deaf = writeTrainer('deaf', 'signal.signal(signal.SIGTERM, signal.SIG_IGN)\nhello()\ntime.sleep(600)');
    const { id } = await start(deaf);
    const pid = await eventually('its greeting', () => product.trainerPid(id).catch(() => undefined));
    await product.client.call('cancelRun', { params: { id } });
    await until(id, 'cancelled');
    await eventually('its process to be gone', () => gone(pid), 10_000);
  });

  it('that does not end is ended at its time limit', async () => {
    const endless = writeTrainer('endless', 'hello()\nwhile True:\n    say("heartbeat")\n    time.sleep(0.05)');
    const run = await untilEnded((await start(endless, { time_limit_s: 3 })).id);
    expect(run).toMatchObject({ status: 'failed', attempt: 1, reason: { code: 'time-limit' } });
  });

  it('may report NaN and infinities, which come back as words', async () => {
    const run = await outcome(
      'diverging',
      `hello()
for step, value in enumerate([0.5, "NaN", float("inf"), float("-inf"), float("nan")]):
    say("metric", step=step, group="train", values={"loss": value})
say("done", status="completed", metrics={"final": float("nan")})`,
    );
    expect(run).toMatchObject({ status: 'completed', metrics: { 'train/loss': 'NaN', final: 'NaN' } });
    const { items } = await product.client.call('getSeries', { params: { id: run.id }, query: { key: 'train/loss' } });
    expect(items[0]?.points?.map((point) => point[1])).toEqual([0.5, 'NaN', 'Infinity', '-Infinity', 'NaN']);
  });
});

describe('a manifest', () => {
  it('with a broken rule is listed with what is wrong, and cannot be started', async () => {
    const name = writeTrainer('ruled', 'hello()');
    const file = join(product.home, 'trainers', name, 'trainer.yaml');
    writeFileSync(file, 'rules:\n  - rule: "self.epochs <="\n    message: never\n', { flag: 'a' });
    const item = await product.client.call('getTrainer', { params: { trainer: name } });
    expect(JSON.stringify(item.problems)).toContain('self.epochs <=');
    await expect(start(name)).rejects.toBeInstanceOf(ApiError);
  });

  it('that is no YAML harms no other trainer', async () => {
    const folder = join(product.home, 'trainers/garbled');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'trainer.yaml'), 'id: [garbled\n\t: }');
    expect((await outcome('after-garbled', 'hello()\nsay("done", status="completed")')).status).toBe('completed');
    expect(await start('garbled').catch((error: unknown) => error)).toBeInstanceOf(ApiError);
  });
});

describe('PostgreSQL', () => {
  it('killed under a load of metrics loses no point that was acknowledged', async () => {
    const { id } = await product.client.call('createRun', { body: { executor: 'external', name: 'load' } });
    const callers = 10;
    const acknowledged = new Set<string>();
    let refusals = 0;
    const states = { stop: false };
    async function call(caller: number): Promise<void> {
      for (let batch = 0; !states.stop; batch += 1) {
        const points = Array.from({ length: 20 }, (_, k) => ({ key: `m${caller}`, step: batch * 20 + k, value: k }));
        try {
          await product.client.call('intakeMetrics', { params: { id }, body: { points } });
          acknowledged.add(`${caller} ${batch}`);
        } catch (error) {
          // 503 while it is away; any other refusal is a fault.
          if (!(error instanceof ApiError) || error.status !== 503) throw error;
          refusals += 1;
          await wait(20);
        }
      }
    }
    const load = Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
    for (const _ of [1, 2]) {
      const before = acknowledged.size;
      await eventually('some batches', () => acknowledged.size > before + 50);
      const pid = product.pid('postgres');
      product.kill('postgres');
      await eventually('a refusal, or another database', () => refusals > 0 || gone(pid));
      const since = acknowledged.size;
      await eventually('intake to go on', () => acknowledged.size > since + 50);
    }
    states.stop = true;
    await load;
    for (let caller = 0; caller < callers; caller += 1) {
      const history: unknown = await (await product.client.download(`/api/v1/runs/${id}/history.json`)).json();
      const { series } = history as { series: { key: string; points: [number, number, number][] }[] };
      const stored = new Set(series.find(({ key }) => key === `m${caller}`)?.points.map(([step]) => step));
      const batches = [...acknowledged]
        .filter((name) => name.startsWith(`${caller} `))
        .map((name) => name.split(' ')[1]);
      const missing = batches.filter(
        (batch) => !stored.has(Number(batch) * 20) || !stored.has(Number(batch) * 20 + 19),
      );
      expect(missing, `acknowledged batches of caller ${caller} that are not there`).toEqual([]);
    }
  });
});

describe('a worker frozen past its lease', () => {
  let second: ChildProcess | undefined;
  afterAll(() => second?.kill('SIGINT'));

  it('cannot write a single row when it wakes, and its trainer is killed', async () => {
    const counting = writeTrainer(
      'counting',
      `import trainyard
run = trainyard.start()
state = run.track(total=0)
for epoch in run.epochs(60):
    time.sleep(0.1)
    state.total += epoch
    run.metric(epoch + 1, {"total": state.total}, "train")
run.done({"total": state.total})`,
      'import time\n',
    );
    const { id } = await start(counting);
    await eventually('some epochs', async () => ((await get(id)).progress.epoch ?? 0) >= 3);
    const pid = await product.trainerPid(id);
    const first = product.pid('worker');
    process.kill(first, 'SIGSTOP');
    try {
      second = spawn(process.execPath, [cliMain, 'worker'], {
        env: { ...process.env, ...lease, TRAINYARD_HOME: product.home },
        stdio: 'ignore',
      });
      await eventually('the second worker to have it', async () =>
        ((now) => now.attempt === 2 && now.status === 'running')(await get(id)),
      );
    } finally {
      process.kill(first, 'SIGCONT');
    }
    await eventually('the old trainer to be gone', () => gone(pid), 10_000);
    const run = await untilEnded(id);
    expect(run).toMatchObject({ status: 'completed', attempt: 2, metrics: { 'train/total': 1770 } });
    const { items } = await product.client.call('getSeries', {
      params: { id },
      query: { key: 'train/total', buckets: 1000 },
    });
    const sums = Array.from({ length: 60 }, (_, epoch) => [epoch + 1, (epoch * (epoch + 1)) / 2]);
    expect(items[0]?.points?.map(([step, value]) => [step, value])).toEqual(sums);
    const events = await product.client.call('listEvents', { params: { id }, query: { limit: 1000 } });
    const attempts = events.items.flatMap(({ data }) =>
      data !== null && typeof data === 'object' && 'attempt' in data ? [Number(data.attempt)] : [],
    );
    expect(attempts, 'no event of the first attempt after one of the second').toEqual(
      [...attempts].sort((a, b) => a - b),
    );
  });
});
