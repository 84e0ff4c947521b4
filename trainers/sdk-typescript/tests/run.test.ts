import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Left } from '@trainyard/sdk';
import { FakeHost } from '@trainyard/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../src/commands.ts';
import { taskByHand } from '../src/task.ts';
import { encodeLine } from '../src/wire.ts';

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'trainyard-sdk-'));
});
afterEach(() => rmSync(output, { recursive: true, force: true }));

const save = (folder: string) => writeFileSync(join(folder, 'weights.bin'), 'abc');

describe('commands', () => {
  it('a pause is answered with the checkpoint that was saved for it', () => {
    const host = new FakeHost({ output });
    const run = host.start();
    expect([run.shouldPause, run.shouldStop, run.command]).toEqual([false, false, null]);
    const id = host.send('pause');
    expect([run.shouldPause, run.shouldStop]).toEqual([true, true]);
    const checkpoint = run.checkpoint(3, save, { epoch: 1 });
    expect(() => run.leave()).toThrow(Left);
    expect(host.lines.slice(-2)).toMatchObject([
      { type: 'ack', command: id, result: 'ok', checkpoint },
      { type: 'done', status: 'paused' },
    ]);
    const again = host.start(checkpoint);
    expect(again.resume).toMatchObject({ step: 3, epoch: 1 });
    expect(readFileSync(join(again.resume?.folder ?? '', 'weights.bin'), 'utf8')).toBe('abc');
  });

  it('cancel comes before stop, stop before pause; a repeated one counts once', () => {
    const host = new FakeHost({ output });
    const run = host.start();
    for (const kind of ['pause', 'stop', 'cancel'] as const) host.send(kind);
    expect(run.command?.kind).toBe('cancel');
    expect(() => run.leave()).toThrow(Left);
    expect(host.linesOf('ack').map((line) => line.command)).toEqual(['c3', 'c1', 'c2']);
    expect(host.linesOf('done')).toMatchObject([{ status: 'stopped' }]);
  });

  it('a loop that evaluates after a stop says so in its done', () => {
    const host = new FakeHost({ output });
    const run = host.start();
    host.send('stop');
    run.stopEarly();
    expect([run.stopping, run.shouldStop]).toEqual([true, false]);
    run.done({ loss: 1 });
    expect(host.lines.map((line) => line.type)).toEqual(['ack', 'done']);
    expect(host.linesOf('done')).toMatchObject([{ status: 'stopped', metrics: { loss: 1 } }]);
  });

  it('lines of a later protocol are passed over', () => {
    for (const text of ['{"type":"dance"}', 'prose', '[1]', 'null', '']) expect(parseCommand(text)).toBeNull();
    expect(parseCommand('{"v":1,"type":"stop","id":"a","deadline_ms":50}')).toEqual({
      kind: 'stop',
      id: 'a',
      deadlineMs: 50,
    });
  });

  it('leave without a command is a mistake that is told', () => {
    expect(() => new FakeHost({ output }).start().leave()).toThrow(/none is pending/);
  });
});

describe('the end of a run', () => {
  it('comes once, and nothing follows it', () => {
    const run = new FakeHost({ output }).start();
    run.done();
    expect(() => run.done()).toThrow(/already ended/);
    expect(() => run.metric(1, { loss: 1 })).toThrow(/a metric line after the end/);
  });
});

describe('files', () => {
  it('outside of the output, or absent, are refused', () => {
    const run = new FakeHost({ output }).start();
    writeFileSync(join(output, 'a.txt'), 'a');
    run.artifact(join(output, 'a.txt'), 'file');
    expect(() => run.artifact('/etc/passwd', 'file')).toThrow(/is not below run.output/);
    expect(() => run.artifact('../nothing', 'file')).toThrow(/no such file/);
    expect(() => run.artifact('b.txt', 'file')).toThrow(/no such file/);
  });

  it('of a checkpoint whose writer failed do not stay', () => {
    const host = new FakeHost({ output });
    const run = host.start();
    expect(() =>
      run.checkpoint(1, () => {
        throw new Error('disk on fire');
      }),
    ).toThrow('disk on fire');
    expect(() => run.checkpoint(1, () => undefined)).toThrow(/write at least one file/);
    expect(host.linesOf('checkpoint')).toEqual([]);
    expect(existsSync(join(output, 'checkpoints/attempt1-step1'))).toBe(false);
  });

  it('of old checkpoints go, the best one stays', () => {
    const run = new FakeHost({ output }).start();
    const ids = [0, 1, 2, 3].map((step) => run.checkpoint(step, save, { keep: 1, best: step === 1 }));
    expect(ids.map((id) => existsSync(join(output, 'checkpoints', id)))).toEqual([false, true, false, true]);
  });

  it('of a checkpoint that is gone have a name that no other gets', () => {
    const run = new FakeHost({ output }).start();
    const ids = [7, 7, 7].map((step) => run.checkpoint(step, save, { keep: 1 }));
    expect(ids).toEqual(['attempt1-step7', 'attempt1-step7-2', 'attempt1-step7-3']);
  });
});

describe('a line', () => {
  it('spells what JSON lacks, and takes typed arrays', () => {
    const line = { type: 'metric', values: { a: Number.NaN, b: -Infinity }, x: Float32Array.of(1, Infinity), n: 3n };
    expect(JSON.parse(encodeLine(line).toString())).toEqual({
      type: 'metric',
      values: { a: 'NaN', b: '-Infinity' },
      x: [1, 'Infinity'],
      n: 3,
    });
  });

  it('that is too long for the host is refused in words', () => {
    expect(() => encodeLine({ type: 'section', text: 'x'.repeat(9 * 2 ** 20) })).toThrow(/over the limit of 8 MiB/);
  });
});

it('by hand, settings come from the command line', () => {
  writeFileSync(join(output, 'c.json'), '{"epochs": 2, "model": {"width": 4}}');
  const task = taskByHand([
    '--config',
    join(output, 'c.json'),
    '--set',
    'model.width=8',
    '--set',
    'name=a=b',
    '--seed',
    '7',
    '--output',
    join(output, 'out'),
    '--own',
  ]);
  expect(task).toMatchObject({ config: { epochs: 2, model: { width: 8 }, name: 'a=b' }, seed: 7, dataset: null });
  expect(existsSync(join(output, 'out'))).toBe(true);
});
