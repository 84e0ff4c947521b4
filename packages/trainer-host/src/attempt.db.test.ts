import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { dropScripted, type Scripted, type ScriptedOptions, startScripted } from '../test/scripted.ts';
import { isAlive } from './watch/process-identity.ts';

afterEach(dropScripted);

/*
 * In the lane of the database although there is none: real processes want the patience of that lane, and files that run
 * one at a time.
 */
async function run(code: string, options: ScriptedOptions & { beforeEnd?: (trainer: Scripted) => void } = {}) {
  const trainer = await startScripted(code, options);
  if (options.beforeEnd !== undefined) {
    await trainer.said('hello');
    options.beforeEnd(trainer);
  }
  return { ...trainer, ended: await trainer.end };
}

describe('an attempt that ends by itself', () => {
  it('ends as done after done and exit 0, with every line in order', async () => {
    const { ended, lines } = await run(`
hello(pause=True)
for step in range(3):
    say("metric", step=step, group="train", values={"loss": 1 / (step + 1)})
say("done", status="completed", metrics={"loss": 0.33})
`);
    expect(ended.reason.code).toBe('done');
    expect(ended.done?.metrics).toEqual({ loss: 0.33 });
    expect(ended.hello?.capabilities.pause).toBe(true);
    expect(lines.map((line) => line.type)).toEqual(['hello', 'metric', 'metric', 'metric', 'done']);
  });

  it('keeps the first done when done is said twice', async () => {
    const { ended, notices } = await run(`
hello()
say("done", status="completed", metrics={"loss": 1})
say("done", status="failed", message="changed my mind")
`);
    expect(ended.reason.code).toBe('done');
    expect(ended.done?.metrics).toEqual({ loss: 1 });
    expect(notices.some((notice) => notice.kind === 'trouble' && notice.trouble.kind === 'after-done')).toBe(true);
  });

  it('fails as no-done when it exits 0 silently', async () => {
    const { ended } = await run('');
    expect(ended.reason.code).toBe('no-done');
    expect(ended.reason.message).toContain('never said hello');
  });

  it('is done by exit code 0 where the manifest says so', async () => {
    const { ended, texts } = await run('print("plain script")', { manifest: { ends_by: 'exit-code' } });
    expect(ended.reason.code).toBe('done');
    expect(texts()).toEqual(['plain script']);
  });

  it("names the traceback's last line of a trainer that raises", async () => {
    const { ended } = await run('hello()\nsay("progress", epoch=3)\nraise ValueError("no such column: rpm")');
    expect(ended.reason.code).toBe('trainer-error');
    expect(ended.reason.message).toBe('ValueError: no such column: rpm');
    expect(ended.reason.detail).toMatchObject({ epoch: 3, exit_code: 1 });
  });

  it('tells a MemoryError as out of memory, with a hint', async () => {
    const { ended } = await run('hello()\nx = bytearray(1 << 60)');
    expect(ended.reason.code).toBe('out-of-memory');
    expect(ended.reason.hint).toContain('batch size');
  });

  it("tells a kill for memory by the control group's count", async () => {
    const root = await mkdtemp(join(tmpdir(), 'trainyard-cgroup-'));
    const lines = (await readFile('/proc/self/cgroup', 'utf8')).split('\n').map((line) => line.split(':'));
    const own = lines.find((parts) => parts[1] === 'memory');
    const group = own ?? lines.find((parts) => parts[0] === '0') ?? [];
    const counter = join(root, own ? 'memory' : '', group[2] ?? '', own ? 'memory.oom_control' : 'memory.events');
    await mkdir(dirname(counter), { recursive: true });
    await writeFile(counter, 'oom_kill 4\n');
    const { ended } = await run(
      `hello()\ncommand()\nopen(${JSON.stringify(counter)}, "w").write("oom_kill 5\\n")\nos.kill(os.getpid(), signal.SIGKILL)`,
      { spec: { cgroupRoot: root }, beforeEnd: (trainer) => trainer.commands.send({ id: 'c', action: 'checkpoint' }) },
    );
    await rm(root, { recursive: true });
    expect(ended.reason.code).toBe('out-of-memory');
    expect(ended.reason.message).toContain('killed by the kernel');
  });

  it('tells a full disk', async () => {
    const { ended } = await run('hello()\nraise OSError(28, os.strerror(28))');
    expect(ended.reason.code).toBe('disk-full');
  });

  it('tells a crash from an error', async () => {
    const { ended } = await run('hello()\nos.abort()');
    expect(ended.reason.code).toBe('trainer-crash');
  });

  it('tells a SIGKILL that nobody here sent', async () => {
    const { ended } = await run('hello()\nos.kill(os.getpid(), signal.SIGKILL)');
    expect(ended.reason.code).toBe('killed-by-signal');
    expect(ended.exit?.signal).toBe('SIGKILL');
  });

  it('says so when the program does not exist', async () => {
    const { ended } = await run('', { manifest: { entry: ['no-such-program-here'] } });
    expect(ended.reason.code).toBe('spawn-failed');
    expect(ended.reason.message).toContain('no-such-program-here');
  });
});

describe('what a trainer prints', () => {
  it('skips junk on the protocol descriptor, counts it, and goes on', async () => {
    const { ended, notices, lines } = await run(`
hello()
raw("plain words\\n" + "{}\\n" + "[1,2]\\n" + "{\\"v\\": 1, \\"seq\\": 99}\\n")
say("done", status="completed")
`);
    expect(ended.reason.code).toBe('done');
    expect(lines.map((line) => line.type)).toEqual(['hello', 'done']);
    const last = notices.findLast((notice) => notice.kind === 'trouble');
    expect(last?.kind === 'trouble' && last.trouble).toMatchObject({ kind: 'junk', count: 4 });
  });

  it('drops a replayed line', async () => {
    const { lines } = await run(`
hello()
say("metric", step=1, values={"loss": 1})
_seq -= 1
say("metric", step=1, values={"loss": 2})
say("done", status="completed")
`);
    expect(lines.filter((line) => line.type === 'metric')).toHaveLength(1);
  });

  it('drops half a line at the end', async () => {
    const { ended, notices } = await run(`
hello()
raw('{"v":1,"seq":2,"t":1,"type":"metr')
os._exit(0)
`);
    expect(ended.reason.code).toBe('no-done');
    expect(notices.some((notice) => notice.kind === 'trouble' && notice.trouble.kind === 'half-line')).toBe(true);
  });

  it('keeps NaN and infinities, spelled or bare', async () => {
    const { lines } = await run(`
hello()
say("metric", step=1, values={"a": "NaN", "b": float("nan"), "c": float("-inf")})
say("done", status="completed")
`);
    const metric = lines.find((line) => line.type === 'metric');
    expect(metric?.type === 'metric' && metric.values).toEqual({ a: 'NaN', b: 'NaN', c: '-Infinity' });
  });

  it('loses no line of a flood, a trickle, or in between, up to the last before the end', async () => {
    for (const [count, pauseSeconds] of [
      [20_000, 0],
      [200, 0.003],
    ]) {
      const { ended, lines } = await run(`
hello()
for step in range(${count}):
    say("metric", step=step, values={"loss": step})
    if ${pauseSeconds}: time.sleep(${pauseSeconds})
say("done", status="completed")
`);
      expect(ended.reason.code).toBe('done');
      expect(lines).toHaveLength((count ?? 0) + 2);
    }
  });

  it('holds a trainer up while its lines are being taken, and loses none, also after its end', async () => {
    const taken: number[] = [];
    const { ended } = await run(
      `
hello()
for step in range(3000):
    say("metric", step=step, values={"loss": step})
say("done", status="completed")
`,
      {
        limits: { streamDrainMs: 100 },
        spec: {
          onLines: async (lines) => {
            await new Promise((resolve) => setTimeout(resolve, 300));
            taken.push(lines.length);
          },
        },
      },
    );
    expect(ended.reason.code).toBe('done');
    expect(taken.reduce((sum, count) => sum + count)).toBe(3002);
  });

  it('skips a line over the limit and reads on', async () => {
    const { lines, notices } = await run(`
hello()
raw("x" * (9 << 20) + "\\n")
say("done", status="completed")
`);
    expect(lines.map((line) => line.type)).toEqual(['hello', 'done']);
    expect(notices.some((notice) => notice.kind === 'trouble' && notice.trouble.kind === 'too-long')).toBe(true);
  });

  it('caps 100 MB of output with a marker, keeps the last lines, and its memory stays flat', async () => {
    const before = process.memoryUsage().rss;
    const { ended, output, notices } = await run(`
hello()
chunk = ("y" * 99 + "\\n") * 10000
for _ in range(100): sys.stdout.write(chunk)
print("the very last words")
sys.stdout.flush()
say("done", status="completed")
`);
    expect(ended.reason.code).toBe('done');
    const kept = output.reduce((sum, line) => sum + line.text.length + 1, 0);
    expect(kept).toBeLessThan(200 * 1024);
    expect(output.some((line) => line.source === 'host' && /9\d\.\d MiB in \d+ lines of output/.test(line.text))).toBe(
      true,
    );
    expect(output.at(-1)?.text).toBe('the very last words');
    expect(notices.some((notice) => notice.kind === 'log-dropped' && notice.dropped.lines > 990_000)).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });

  it('lets an unmodified script open /dev/stdout and /dev/stderr', async () => {
    const { ended, texts } = await run(
      'open("/dev/stdout", "w").write("by path\\n"); open("/dev/stderr", "w").write("also\\n"); open("/dev/stdin").close()',
      { manifest: { ends_by: 'exit-code' } },
    );
    expect(ended.reason.code).toBe('done');
    expect(texts().sort()).toEqual(['also', 'by path']);
  });

  it('keeps the last drawing of a progress bar', async () => {
    const { texts } = await run(
      'sys.stdout.write("".join(f"\\r{i} %" for i in range(101)) + "\\n"); sys.stdout.write("dos\\r\\n")',
      {
        manifest: { ends_by: 'exit-code' },
      },
    );
    expect(texts()).toEqual(['100 %', 'dos']);
  });
});

describe('limits', () => {
  it('ends a trainer that never says hello', async () => {
    const { ended } = await run('time.sleep(60)', { limits: { helloMs: 300 } });
    expect(ended.reason.code).toBe('no-hello');
  });

  it('ends a run over its time limit', async () => {
    const { ended } = await run('hello()\ntime.sleep(60)', { limits: { timeMs: 1500 } });
    expect(ended.reason.code).toBe('time-limit');
    expect(ended.reason.message).toContain('1.5 s');
  });

  it('tells of a stall once', async () => {
    const { notices } = await run('hello()\ntime.sleep(1.5)\nsay("done", status="completed")', {
      limits: { stallMs: 600 },
    });
    expect(notices.filter((notice) => notice.kind === 'stalled')).toHaveLength(1);
  });

  it('does not watch for the silence of a trainer that is gone, whose last words came late', async () => {
    const { notices } = await run(
      'hello()\nif os.fork() > 0: os.kill(os.getpid(), signal.SIGKILL)\ntime.sleep(0.1)\nsay("progress", step=1)',
      { limits: { stallMs: 1000 } },
    );
    await wait(1200);
    expect(notices.filter((notice) => notice.kind === 'stalled')).toEqual([]);
  });
});

describe('commands', () => {
  const polite = `
hello(pause=True, stop=True)
c = command()
say("ack", command=c["id"], result="ok")
say("done", status={"pause": "paused", "stop": "stopped", "cancel": "stopped"}[c["type"]])
`;

  it('pauses, stops and cancels a trainer that listens', async () => {
    for (const [action, code] of [
      ['pause', 'paused'],
      ['release', 'worker-released'],
      ['stop', 'stopped-on-request'],
      ['cancel', 'cancelled-on-request'],
    ] as const) {
      const trainer = await startScripted(polite);
      await trainer.said('hello');
      trainer.commands.send({ id: 'c1', action, deadlineMs: 5000 });
      const ended = await trainer.end;
      expect(ended.reason.code).toBe(code);
      expect(ended.exit?.code).toBe(0);
    }
  });

  it('reaches the trainer in less than 100 ms', async () => {
    const trainer = await startScripted(`${polite.replace('c = command()', 'c = command()\nt = time.time()')}
sys.stderr.write(str(t * 1000))`);
    await trainer.said('hello');
    const sent = Date.now();
    trainer.commands.send({ id: 'c1', action: 'pause', deadlineMs: 5000 });
    await trainer.end;
    expect(Number(trainer.texts().at(-1)) - sent).toBeLessThan(100);
  });

  it('kills a trainer that ignores every command and SIGTERM, after its grace', async () => {
    const trainer = await startScripted(`
signal.signal(signal.SIGTERM, signal.SIG_IGN)
hello()
while True: time.sleep(0.1)
`);
    await trainer.said('hello');
    trainer.commands.send({ id: 'c1', action: 'cancel', deadlineMs: 200 });
    const ended = await trainer.end;
    expect(ended.reason.code).toBe('cancelled-on-request');
    expect(ended.exit?.signal).toBe('SIGKILL');
  });

  it('keeps what there is when a pause passes its deadline', async () => {
    const trainer = await startScripted('hello(pause=True)\ntime.sleep(60)');
    await trainer.said('hello');
    trainer.commands.send({ id: 'c1', action: 'pause', deadlineMs: 200 });
    const ended = await trainer.end;
    expect(ended.reason.code).toBe('paused');
    expect(ended.reason.message).toContain('did not leave within 0.2 s');
  });

  it('ends a trainer at once that answers that it cannot pause', async () => {
    const trainer = await startScripted(`
hello()
say("ack", command=command()["id"], result="unsupported")
time.sleep(60)`);
    await trainer.said('hello');
    trainer.commands.send({ id: 'c1', action: 'pause', deadlineMs: 60_000 });
    expect((await trainer.end).reason.code).toBe('paused');
  });

  it('lets a cancel overtake a pause', async () => {
    const trainer = await startScripted('hello(pause=True)\ntime.sleep(60)');
    await trainer.said('hello');
    trainer.commands.send({ id: 'c1', action: 'pause', deadlineMs: 60_000 });
    trainer.commands.send({ id: 'c2', action: 'cancel', deadlineMs: 100 });
    expect((await trainer.end).reason.code).toBe('cancelled-on-request');
  });

  it('stops an unmodified script with SIGTERM', async () => {
    const trainer = await startScripted('print("up", flush=True)\ntime.sleep(60)', {
      manifest: { ends_by: 'exit-code' },
    });
    trainer.commands.send({ id: 'c1', action: 'stop', deadlineMs: 400 });
    const ended = await trainer.end;
    expect(ended.reason.code).toBe('stopped-on-request');
    expect(ended.exit?.signal).toBe('SIGTERM');
  });

  it('shortens the deadline of a release that is asked for again', async () => {
    const trainer = await startScripted('signal.signal(signal.SIGTERM, signal.SIG_IGN)\nhello()\ntime.sleep(60)');
    await trainer.said('hello');
    trainer.commands.send({ id: 'c1', action: 'release', deadlineMs: 60_000 });
    trainer.commands.send({ id: 'c2', action: 'release', deadlineMs: 100 });
    expect((await trainer.end).reason.code).toBe('worker-released');
  });

  it('kills at once when it is fenced', async () => {
    const trainer = await startScripted('hello()\ntime.sleep(60)');
    await trainer.said('hello');
    const from = Date.now();
    trainer.fence.abort();
    const ended = await trainer.end;
    expect(ended.reason.code).toBe('worker-lost');
    expect(Date.now() - from).toBeLessThan(2000);
  });
});

describe('the burial', () => {
  it('does not wait for a child that holds the pipes open, and kills it', async () => {
    const trainer = await startScripted(`
hello()
pid = os.fork()
if pid == 0:
    time.sleep(600)
say("done", status="completed", message=str(pid))
os._exit(0)
`);
    const from = Date.now();
    const ended = await trainer.end;
    expect(ended.reason.code).toBe('done');
    expect(Date.now() - from).toBeLessThan(5000);
    // A signal is sent at once and obeyed when the child is next scheduled.
    await expect.poll(() => isAlive(Number(ended.done?.message)), { timeout: 5000 }).toBe(false);
  });

  it('finds children that left the process group', async () => {
    const trainer = await startScripted(`
hello()
import subprocess
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
say("done", status="completed", message=str(child.pid))
`);
    const ended = await trainer.end;
    expect(isAlive(Number(ended.done?.message))).toBe(false);
  });
});

describe('what is watched', () => {
  it('samples processor and memory of the whole process tree', async () => {
    const { samples } = await run(`
hello()
import subprocess
child = subprocess.Popen([sys.executable, "-c", "x = bytearray(60_000_000); import time; time.sleep(0.8)"])
end = time.time() + 0.7
while time.time() < end: pass
child.wait()
say("done", status="completed")
`);
    expect(samples.length).toBeGreaterThan(2);
    expect(Math.max(...samples.map((sample) => sample.cpuPercent))).toBeGreaterThan(20);
    expect(Math.max(...samples.map((sample) => sample.memoryBytes))).toBeGreaterThan(50_000_000);
  });

  it('gives the trainer its task, threads and seed, and none of our secrets', async () => {
    process.env.DATABASE_URL = 'postgresql://secret';
    try {
      const { texts } = await run(
        `
task = json.load(open(os.environ["TRAINYARD_TASK"]))
print(task["run_number"], os.environ["OMP_NUM_THREADS"], os.environ["PYTHONHASHSEED"], os.environ.get("DATABASE_URL"))
print(sys.argv[1:])`,
        {
          manifest: { ends_by: 'exit-code', entry: ['python', 'trainer.py', '{config.text}', '{config.list}'] },
          task: { threads: 3, config: { text: 'a b; $(touch x)', list: ['one', 'two words'] } },
        },
      );
      expect(texts()).toEqual(['47 3 7 None', "['a b; $(touch x)', 'one', 'two words']"]);
    } finally {
      delete process.env.DATABASE_URL;
    }
  });
});
