import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Actor, FrozenRun, Run, RunAction, RunStatus } from '@trainyard/contracts';
import { requestAction, submitRun } from '@trainyard/queue/submit';
import { environmentWith } from '@trainyard/settings';
import { ensureAdmin, getRun, type Store } from '@trainyard/store';
import { type TestDatabase, testDatabase } from '@trainyard/testkit';
import { findPython } from '@trainyard/trainer-host';

const main = join(import.meta.dirname, '../src/main.ts');

/** A trainer of the user's, written with the SDK, that does what its configuration says. */
const trainerCode = `
import hashlib, json, os, signal, time
import trainyard

def make_dataset(run):
    folder = run.output / "made"
    (folder / "data").mkdir(parents=True)
    index = "sample_id,file,row,rate_hz,n,scale,label,bearing\\n" + "".join(
        f"s{i},data/a.npy,{i},1000,4000,1,{'good' if i < 3 else 'bad'},b{i % 2}\\n" for i in range(6)
    )
    files = []
    for path, data in (("index.csv", index.encode()), ("data/a.npy", b"numbers")):
        (folder / path).write_bytes(data)
        files.append({"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    (folder / "manifest.json").write_text(json.dumps({
        "v": 1, "kind": "signals", "files": files, "label_column": "label", "unit_column": "bearing",
    }))
    run.artifact(folder, "dataset", name="made-here")

run = trainyard.start()
c = run.config
if c["mode"] == "ignore":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    run.progress(epoch=0, total_epochs=c["epochs"])
    while True:
        time.sleep(0.05)
state = run.track(total=0.0)
for epoch in run.epochs(c["epochs"]):
    for step in range(c["steps"]):
        time.sleep(c["step_s"])
        state.total = state.total * 1.1 + epoch + step
        run.metric(epoch * c["steps"] + step, {"loss": state.total}, "train")
    if c["mode"] == "crash" and epoch == 1 and run.task.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if c["mode"] == "error" and epoch == 1:
        raise ValueError("no such column: rpm")
print("printed")
print("devices", os.environ["CUDA_VISIBLE_DEVICES"])
if c["mode"] == "fill":
    (run.output / "big").write_bytes(b"x" * 64_000_000)
if c["mode"] == "dataset":
    make_dataset(run)
path = run.output / "model.txt"
path.write_text(str(state.total))
run.artifact(path, "model")
run.section("text", "Result", {"markdown": f"total {state.total}"})
run.done({"train/loss": state.total})
`;

/** What the trainer above ends with, whatever happened to it on the way. */
export function totalOf(epochs: number, steps: number): number {
  let total = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (let step = 0; step < steps; step += 1) total = total * 1.1 + epoch + step;
  }
  return total;
}

const manifestText = `
id: scripted
title: Scripted
purpose: Does what a test says.
family: tests
environment: none
entry: [python, trainer.py]
parameters:
  type: object
  properties: {}
capabilities: { pause: true, stop: true, exact_resume: exact }
`;

export interface WorkerProcess {
  child: ChildProcess;
  pid: number;
  exited: Promise<number | null>;
  said(): string;
}

export interface Harness extends AsyncDisposable {
  home: string;
  database: TestDatabase;
  store: Store;
  /** Starts a worker as a process of its own, as the supervisor does. */
  worker(
    variables?: Record<string, string>,
    words?: readonly string[],
    /** Words before the command, such as another mount namespace's. */
    within?: readonly string[],
  ): WorkerProcess;
  submit(config?: Record<string, unknown>, frozen?: Partial<FrozenRun>): Promise<string>;
  act(runId: string, action: RunAction): Promise<void>;
  run(runId: string): Promise<Run>;
  /** Waits until the run has one of these statuses. */
  until(runId: string, ...statuses: RunStatus[]): Promise<Run>;
  untilTrue(what: string, look: () => Promise<boolean> | boolean, seconds?: number): Promise<void>;
}

/** Far above what anything takes on a machine that does nothing else. */
const patienceSeconds = 60;

export async function untilTrue(
  what: string,
  look: () => Promise<boolean> | boolean,
  seconds = patienceSeconds,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (!(await look())) {
    if (performance.now() > until) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function openHarness(): Promise<Harness> {
  const home = await mkdtemp(join(tmpdir(), 'trainyard-worker-'));
  const trainer = join(home, 'trainers', 'scripted');
  await mkdir(trainer, { recursive: true });
  await writeFile(join(trainer, 'trainer.yaml'), manifestText);
  await writeFile(join(trainer, 'trainer.py'), trainerCode);
  await chmod(home, 0o755);
  const database = await testDatabase();
  const { store } = database;
  const owner = await ensureAdmin(store);
  const actor: Actor = { kind: 'user', id: owner.id, name: owner.name };
  // Straight to the interpreter: a shim of a version manager takes longer than the tests.
  const python = dirname((await findPython(null)).program);
  const workers: WorkerProcess[] = [];

  function worker(
    variables: Record<string, string> = {},
    words: readonly string[] = [],
    within: readonly string[] = [],
  ): WorkerProcess {
    let text = '';
    const [program = '', ...rest] = [...within, process.execPath, main, ...words];
    const child = spawn(program, rest, {
      env: environmentWith({
        TRAINYARD_HOME: home,
        DATABASE_URL: database.url,
        TRAINYARD_POLL_SECONDS: '1',
        TRAINYARD_KILL_GRACE_SECONDS: '1',
        TRAINYARD_CANCEL_GRACE_SECONDS: '1',
        TRAINYARD_DISK_LOW_BYTES: '1K',
        PATH: `${python}:${process.env.PATH ?? ''}`,
        ...variables,
      }),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (process.env.SHOW_WORKER) process.stderr.write(chunk);
      });
    }
    const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const started: WorkerProcess = { child, pid: child.pid ?? 0, exited, said: () => text };
    workers.push(started);
    return started;
  }

  async function submit(config: Record<string, unknown> = {}, frozen: Partial<FrozenRun> = {}): Promise<string> {
    const { id } = await submitRun(store, {
      name: 'test',
      ownerId: owner.id,
      actor,
      frozen: {
        v: 1,
        trainer: { id: 'scripted', code_digest: '', git_commit: null, environment: 'none', lock_digest: null },
        preset: null,
        config: { mode: 'plain', epochs: 4, steps: 5, step_s: 0.01, ...config },
        origin: {},
        dataset: null,
        split: null,
        seed: 1,
        resources: { threads: 1, gpus: 0 },
        time_limit_s: 60,
        ...frozen,
      },
    });
    return id;
  }

  const run = (runId: string): Promise<Run> => getRun(store, runId);
  return {
    home,
    database,
    store,
    worker,
    submit,
    run,
    untilTrue,
    act: async (runId, action) => {
      await requestAction(store, runId, action, actor);
    },
    until: async (runId, ...statuses) => {
      await untilTrue(`run is ${statuses.join(' or ')}`, async () =>
        statuses.includes((await run(runId)).status),
      ).catch(async (error: unknown) => {
        const now = await run(runId);
        const said = workers.map((one) => one.said()).join('\n');
        throw new Error(`${String(error)}; it is ${now.status} (${JSON.stringify(now.reason)})\n${said}`);
      });
      return run(runId);
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of workers) {
        one.child.kill('SIGKILL');
        await one.exited;
      }
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
