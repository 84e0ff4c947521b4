import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const sdk = new URL('../src/index.ts', import.meta.url).href;

interface Trainer {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  stderr(): string;
  ended: Promise<{ code: number | null; signal: string | null }>;
  /** Resolves with the first line of this type, come or yet to come. */
  line(type: string): Promise<Record<string, unknown>>;
}

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-sdk-'));
});
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A real process with real pipes, as the host starts one. */
function trainer(program: string): Trainer {
  const file = join(folder, 'trainer.ts');
  const task = join(folder, 'task.json');
  writeFileSync(file, `import { start } from '${sdk}';\n${program}`);
  writeFileSync(
    task,
    JSON.stringify({ v: 1, attempt: 1, config: { n: 3 }, output: folder, checkpoint: null, runs: [], seed: 0 }),
  );
  const child = spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TRAINYARD_TASK: task },
    detached: true,
  });
  started.push(child);
  const lines: Record<string, unknown>[] = [];
  const waiting: { type: string; resolve: (line: Record<string, unknown>) => void }[] = [];
  let rest = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  (child.stdio[3] as Readable).setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = JSON.parse(part) as Record<string, unknown>;
      lines.push(line);
      for (const one of waiting) if (one.type === line.type) one.resolve(line);
    }
  });
  return {
    child,
    lines,
    stderr: () => errors,
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal }))),
    line: (type) =>
      new Promise((resolve) => {
        const seen = lines.find((line) => line.type === type);
        if (seen === undefined) waiting.push({ type, resolve });
        else resolve(seen);
      }),
  };
}

function ask(one: Trainer, kind: string): void {
  one.child.stdin?.write(`${JSON.stringify({ v: 1, type: kind, id: 'c1', deadline_ms: 5000 })}\n`);
}

describe('a trainer under a host', () => {
  it('greets, reports and ends, with numbers that rise', async () => {
    const one = trainer(`
      const run = start({ versions: { lib: '1.2' } });
      run.metric(1, { loss: run.config.n as number }, 'train');
      run.done({ loss: 3 });
    `);
    expect(await one.ended).toEqual({ code: 0, signal: null });
    expect(one.lines.map(({ seq, type }) => `${seq} ${type}`)).toEqual(['1 hello', '2 metric', '3 done']);
    expect(one.lines[0]).toMatchObject({ pid: one.child.pid, versions: { node: process.versions.node, lib: '1.2' } });
  });

  it('hears a pause in the middle of a loop that never lets the event loop turn', async () => {
    const one = trainer(`
      const run = start();
      run.progress({ step: 0 });
      for (;;) {
        if (run.shouldPause) {
          run.checkpoint(5, (folder) => fs.writeFileSync(folder + '/a', 'a'));
          run.leave();
        }
      }
      import * as fs from 'node:fs';
    `);
    await one.line('progress');
    ask(one, 'pause');
    expect(await one.ended).toEqual({ code: 0, signal: null });
    expect(one.lines.slice(-3)).toMatchObject([
      { type: 'checkpoint', step: 5 },
      { type: 'ack', command: 'c1', checkpoint: 'attempt1-step5' },
      { type: 'done', status: 'paused' },
    ]);
  });

  it('beats while it computes', async () => {
    const one = trainer(`
      start();
      for (;;);
    `);
    expect(await one.line('heartbeat')).toMatchObject({ seq: 2 });
  });

  it('says why it crashed, whether at once or in a promise', async () => {
    for (const program of [
      `throw new TypeError('no column rpm');`,
      `await Promise.reject(new TypeError('no column rpm'));`,
    ]) {
      const one = trainer(`const run = start();\nrun.progress({ step: 1 });\n${program}`);
      expect(await one.ended).toEqual({ code: 1, signal: null });
      expect(one.lines.at(-1)).toMatchObject({
        type: 'done',
        status: 'failed',
        code: 'trainer-error',
        message: 'TypeError: no column rpm',
      });
      expect(one.stderr()).toContain('trainer.ts');
    }
  });

  it('dies with its host, in the middle of a loop', async () => {
    const one = trainer(`start();\nfor (;;);`);
    await one.line('hello');
    one.child.stdin?.end();
    expect(await one.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('does not die when the host hangs up after done', async () => {
    const one = trainer(`
      const run = start();
      run.done();
      await new Promise((resolve) => setTimeout(resolve, 150));
      console.log('tidied up');
    `);
    await one.line('done');
    one.child.stdin?.end();
    expect(await one.ended).toEqual({ code: 0, signal: null });
  });

  it.runIf(process.platform === 'linux')('hands the pipe to no child of its own', async () => {
    const one = trainer(`
      import { execFileSync } from 'node:child_process';
      import { readlinkSync } from 'node:fs';
      const run = start();
      const mine = readlinkSync('/proc/self/fd/3');
      const theirs = execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
      run.log('info', 'looked', { mine, theirs });
      run.done();
    `);
    await one.ended;
    const fields = one.lines.find(({ type }) => type === 'log')?.fields as { mine: string; theirs: string };
    expect(fields.mine).toMatch(/^(pipe|socket):/);
    expect(fields.theirs).toContain('/proc/');
    expect(fields.theirs).not.toContain(fields.mine);
  });

  it('refuses to start where the pipe is missing', async () => {
    const file = join(folder, 'trainer.ts');
    writeFileSync(file, `import { start } from '${sdk}';\nstart();`);
    const child = spawn(process.execPath, [file], {
      env: { TRAINYARD_TASK: '/none' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.push(child);
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(said).toContain('file descriptor 3 is closed');
  });
});

it('runs by hand, and tells a person how it goes', async () => {
  const file = join(folder, 'trainer.ts');
  writeFileSync(
    file,
    `import { start } from '${sdk}';
    const run = start();
    run.progress({ epoch: 1, total_epochs: 2, phase: 'fit' });
    run.metric(1, { loss: 0.5 }, 'train');
    run.done({ loss: 0.5 });`,
  );
  const child = spawn(process.execPath, [file, '--output', join(folder, 'out')], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(said).toBe('epoch 1/2  fit\n  step 1 train: loss 0.5\ncompleted  loss 0.5\n');
});
