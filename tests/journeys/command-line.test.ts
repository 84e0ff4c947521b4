import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePort, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const cliMain = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const started = z.strictObject({ id: z.uuid(), number: z.int() });

let product: Product;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-cli-'));
  // As root, the account of the database passes through it.
  chmodSync(folder, 0o711);
  product = await startProduct();
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}, 180_000);

function script(command: string, ...more: string[]): string[] {
  return ['run', 'start', 'script', '--set', `command=${command}`, ...more];
}

async function startScript(command: string): Promise<number> {
  const { stdout } = await product.trainyard(...script(command, '--json'));
  return started.parse(JSON.parse(stdout)).number;
}

async function statusOf(number: number): Promise<string> {
  return (await product.client.call('getRun', { params: { id: String(number) } })).status;
}

async function untilStatus(number: number, status: string): Promise<void> {
  await eventually(`run ${number} to be ${status}`, async () => (await statusOf(number)) === status);
}

describe('a program that uses the command line', () => {
  it('gets JSON of a known form and nothing else on standard output', async () => {
    const start = await product.trainyard(...script('echo hello', '--json'));
    expect(start.code).toBe(0);
    const { id, number } = started.parse(JSON.parse(start.stdout));
    await untilStatus(number, 'completed');

    const show = await product.trainyard('run', 'show', String(number), '--json');
    expect(JSON.parse(show.stdout)).toMatchObject({ id, number, status: 'completed', progress: {}, metrics: {} });
    const list = await product.trainyard('run', 'list', '--json');
    expect(JSON.parse(list.stdout)).toMatchObject({ items: [{ id, number }], next_cursor: null, total: 1 });
    const logs = await product.trainyard('run', 'logs', String(number), '--json');
    expect(logs.stdout.split('\n').some((line) => line !== '' && JSON.parse(line).text === 'hello')).toBe(true);
  });

  it('learns from the exit code how a followed run ended', async () => {
    expect((await product.trainyard(...script('echo ok', '--follow'))).code).toBe(0);

    const failed = await product.trainyard(...script('echo broken >&2; exit 3', '--follow'));
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/failed/);
    expect(failed.stdout).toMatch(/last lines of its log:\n {2}broken/);

    const toCancel = await startScript('sleep 60');
    const cancelled = product.trainyard('run', 'watch', String(toCancel));
    await untilStatus(toCancel, 'running');
    expect((await product.trainyard('run', 'cancel', String(toCancel))).code).toBe(0);
    expect((await cancelled).code).toBe(4);

    const toStop = await startScript('sleep 60');
    const stopped = product.trainyard('run', 'watch', String(toStop));
    await untilStatus(toStop, 'running');
    expect((await product.trainyard('run', 'stop', String(toStop))).code).toBe(0);
    expect((await stopped).code).toBe(5);
  });

  it('gets every problem of a configuration at once, with exit code 2 and in less than two seconds', async () => {
    const began = performance.now();
    const wrong = await product.trainyard(
      'run',
      'start',
      'signal-cnn',
      '--set',
      'epochs=900',
      '--set',
      'batch_sise=32',
    );
    // Two seconds on a machine of one's own; tests share theirs.
    expect(performance.now() - began).toBeLessThan(6000);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('Did you mean "batch_size"?');
    expect(wrong.stderr).toContain('Epochs must be from 1 to 500, got 900');

    const asJson = await product.trainyard('run', 'start', 'signal-cnm', '--json');
    expect(asJson).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: 'trainer-not-found' } });
  });

  it('is told what is possible where a move is not', async () => {
    const number = await startScript('exit 0');
    await untilStatus(number, 'completed');
    const paused = await product.trainyard('run', 'pause', String(number));
    expect(paused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is completed; "pause" is not possible now'),
    });
  });
});

describe('a person who follows a run', () => {
  it('may leave with Ctrl-C, and the run goes on', async () => {
    const number = await startScript('sleep 4; echo still here');
    await untilStatus(number, 'running');
    const env = {
      ...process.env,
      TRAINYARD_HOME: product.home,
      TRAINYARD_URL: product.url,
      TRAINYARD_KEY: product.key,
    };
    const watching = spawn(process.execPath, [cliMain, 'run', 'watch', String(number)], { env });
    let said = '';
    watching.stdout.on('data', (text) => {
      said += text;
    });
    watching.stderr.on('data', (text) => {
      said += text;
    });
    await eventually('the first line', () => said.includes(`Run ${number}`));
    watching.kill('SIGINT');
    const [code] = await once(watching, 'close');
    expect(code).toBe(130);
    expect(said).toContain(`Run ${number} goes on.`);
    const logs = await product.trainyard('run', 'logs', String(number), '-f');
    expect(logs.stdout).toContain('still here');
    await untilStatus(number, 'completed');
  });

  it('sees every line of a log once, though it is followed from the middle', async () => {
    const number = await startScript('for i in $(seq 1 200); do echo line $i; sleep 0.01; done');
    const { stdout } = await product.trainyard('run', 'logs', String(number), '--follow');
    const lines = stdout.split('\n').filter((line) => line.startsWith('line '));
    expect(lines).toEqual(Array.from({ length: 200 }, (_, i) => `line ${i + 1}`));
  });

  it('gets all runs of a batch, though one of them fails', async () => {
    const file = join(folder, 'batch.yaml');
    const runs = ['echo a', 'exit 3', 'echo c'].map(
      (command) => `  - {trainer: script, config: {command: "${command}"}}`,
    );
    writeFileSync(file, ['name: three', 'runs:', ...runs, ''].join('\n'));
    const batch = await product.trainyard('run', 'start', '--batch', file, '--sequential', '--follow', '--json');
    expect(batch.code).toBe(1);
    const { mode, runs: ended } = z
      .object({ mode: z.string(), runs: z.array(z.object({ number: z.int(), status: z.string() })) })
      .parse(JSON.parse(batch.stdout));
    expect(mode).toBe('sequential');
    expect(ended.sort((a, b) => a.number - b.number).map((run) => run.status)).toEqual([
      'completed',
      'failed',
      'completed',
    ]);
  });
});

describe('a trainer of one’s own', () => {
  it('is made, run, repeated to the last bit, continued, compared and exported', async () => {
    const made = await product.trainyard('trainer', 'new', 'my-line');
    expect(made.stdout).toContain('Trainyard finds it there');
    const first = await product.trainyard('run', 'start', 'my-line', '--set', 'epochs=5', '--follow', '--json');
    expect(first.code).toBe(0);
    const { number, metrics } = z
      .object({ number: z.int(), metrics: z.record(z.string(), z.number()) })
      .parse(JSON.parse(first.stdout));

    const repeat = await product.trainyard('run', 'reproduce', String(number), '--follow');
    expect(repeat.stdout).toMatch(/Identical: \d+ numbers? and \d+ files? of the repeat match the original\./);
    expect(repeat.code).toBe(0);

    const more = await product.trainyard(
      'run',
      'continue',
      String(number),
      '--from',
      'best',
      '--set',
      'epochs=8',
      '--follow',
      '--json',
    );
    expect(more.code).toBe(0);
    const after = z
      .object({ number: z.int(), metrics: z.record(z.string(), z.number()) })
      .parse(JSON.parse(more.stdout));
    expect(Object.keys(after.metrics)).toEqual(
      expect.arrayContaining(Object.keys(metrics).filter((key) => !key.startsWith('system/'))),
    );

    const compared = await product.trainyard('run', 'compare', String(number), String(after.number), '--json');
    expect(JSON.parse(compared.stdout)).toMatchObject({
      parameters: expect.arrayContaining([{ key: 'config.epochs', values: ['5', '8'], differs: true }]),
    });

    const to = join(folder, 'export');
    const exported = await product.trainyard('run', 'export', String(number), '--to', to, '--json');
    expect(exported.code).toBe(0);
    for (const name of ['config.yaml', 'history.json', 'logs.txt', 'files/model.json'])
      expect(existsSync(join(to, name))).toBe(true);
    expect(JSON.parse(readFileSync(join(to, 'history.json'), 'utf8'))).toBeTruthy();

    const again = await product.trainyard('run', 'start', '--config', join(to, 'config.yaml'), '--follow', '--json');
    expect(again.code).toBe(0);
    const own = (all: Record<string, number>) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('system/')));
    expect(
      own(z.object({ metrics: z.record(z.string(), z.number()) }).parse(JSON.parse(again.stdout)).metrics),
    ).toEqual(own(metrics));
  });
});

describe('data', () => {
  it('are imported from a folder, shown, and the same content twice is one version', async () => {
    const data = join(folder, 'two classes');
    mkdirSync(data);
    const wave = (hz: number, n: number) =>
      Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * hz * i) / 1000).toFixed(6));
    const files = ['a1', 'a2', 'b1', 'b2'];
    for (const [i, name] of files.entries())
      writeFileSync(join(data, `${name}.csv`), ['x', ...wave(20 + 10 * i, 500), ''].join('\n'));
    writeFileSync(
      join(data, 'recordings.csv'),
      ['file,label,machine,rate_hz', ...files.map((name) => `${name}.csv,${name[0]},${name},1000`), ''].join('\n'),
    );
    const added = await product.trainyard('dataset', 'add', data);
    expect(added.stdout + added.stderr).toMatch(/two-classes@1/);
    expect(added.code).toBe(0);
    expect((await product.trainyard('dataset', 'add', data)).code).toBe(0);
    const shown = await product.trainyard('dataset', 'show', 'two-classes', '--json');
    const dataset = z
      .object({ versions: z.array(z.unknown()), latest: z.object({ samples: z.int(), rates_hz: z.array(z.number()) }) })
      .parse(JSON.parse(shown.stdout));
    expect(dataset.versions).toHaveLength(1);
    expect(dataset.latest).toEqual({ samples: 4, rates_hz: [1000] });
  });
});

describe('the database', () => {
  it('is checked and backed up while all runs, and restored into another home', async () => {
    const backup = join(folder, 'backup');
    expect((await product.trainyard('db', 'backup', backup)).code).toBe(0);
    const { items } = await product.client.call('listRuns', { query: { sort: 'number', limit: 500 } });

    const home = join(folder, 'other home');
    const port = await freePort();
    const env = { ...process.env, TRAINYARD_HOME: home, TRAINYARD_PORT: String(port), NO_COLOR: '1' };
    const restore = spawn(process.execPath, [cliMain, 'db', 'restore', backup], { env, stdio: 'ignore' });
    expect(await once(restore, 'close')).toEqual([0, null]);
    const other = await startProduct({ home });
    try {
      const restored = await other.client.call('listRuns', { query: { sort: 'number', limit: 500 } });
      const facts = (runs: typeof items) =>
        runs.map(({ id, number, status, metrics }) => ({ id, number, status, metrics }));
      expect(facts(restored.items)).toEqual(facts(items));
      expect((await other.trainyard('db', 'check')).stdout).toContain('The database is sound.');
    } finally {
      await other.stop();
    }
  });
});

it('says that nothing answers, and how to start it, with exit code 3', async () => {
  const env = { ...process.env, TRAINYARD_URL: `http://127.0.0.1:${await freePort()}`, NO_COLOR: '1' };
  const list = spawn(process.execPath, [cliMain, 'run', 'list'], { env });
  let said = '';
  list.stderr.on('data', (text) => {
    said += text;
  });
  expect(await once(list, 'close')).toEqual([3, null]);
  expect(said).toMatch(/answers at http:\/\/127\.0\.0\.1:\d+\.\nStart it with: npm start/);
});

describe('a person who keeps order', () => {
  it('drains a worker, which finishes what it carries, and takes it back; slots change while it works', async () => {
    const { items } = await product.client.call('listWorkers');
    const name = items[0]?.name ?? '';
    const carried = await startScript('sleep 2');
    await untilStatus(carried, 'running');
    const drained = await product.trainyard('worker', 'drain', name);
    expect([drained.code, drained.stdout]).toEqual([0, expect.stringContaining('takes nothing new')]);
    const waiting = await startScript('echo later');
    await untilStatus(carried, 'completed');
    // The slot has been free for longer than any claim takes.
    expect(await statusOf(waiting)).toBe('queued');
    const back = await product.trainyard('worker', 'take-back', name, '--json');
    expect(JSON.parse(back.stdout)).toMatchObject({ name, status: 'ready' });
    await untilStatus(waiting, 'completed');

    expect((await product.trainyard('worker', 'slots', name, '1')).code).toBe(0);
    const first = await startScript('sleep 60');
    await untilStatus(first, 'running');
    const second = await startScript('sleep 60');
    expect(await statusOf(second)).toBe('queued');
    expect((await product.trainyard('worker', 'slots', name, '2')).stdout).toContain('2 slots');
    await untilStatus(second, 'running');
    for (const number of [first, second]) await product.trainyard('run', 'cancel', String(number));
    expect(await product.trainyard('worker', 'drain', 'nobody')).toMatchObject({ code: 2 });
  });

  it('deletes runs and restores them, and shares one for a while', async () => {
    const ended = async (): Promise<number> => {
      const { stdout } = await product.trainyard(...script('exit 0', '--tag', 'team=blue', '--json'));
      const { number } = started.parse(JSON.parse(stdout));
      await untilStatus(number, 'completed');
      return number;
    };
    const [one, two] = [await ended(), await ended()];
    const listed = async () => (await product.trainyard('run', 'list', '--limit', '500', '--json')).stdout;
    const gone = await product.trainyard('run', 'delete', String(one), String(two));
    expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining(`Run ${two} is deleted.`)]);
    expect(await listed()).not.toContain(`"number": ${one},`);
    expect((await product.trainyard('run', 'delete', String(one), '--restore')).stdout).toContain('is restored');
    expect(await listed()).toContain(`"number": ${one},`);
    const columns = await product.trainyard('run', 'list', '--columns', 'parameter.command,tag.team');
    expect(columns.stdout).toMatch(/command +team/);
    expect(columns.stdout).toMatch(/exit 0 +blue/);

    const shared = JSON.parse(
      (await product.trainyard('share', 'create', String(one), '--expires', '2h', '--json')).stdout,
    );
    const token = z.object({ url: z.url(), id: z.uuid() }).parse(shared).url.split('/').at(-1) ?? '';
    const seen = await fetch(`${product.url}/api/v1/shared/${token}`);
    expect([seen.status, await seen.json()]).toMatchObject([200, { run: { number: one } }]);
    expect((await product.trainyard('share', 'list', String(one))).stdout).toContain(shared.id);
    expect((await product.trainyard('share', 'revoke', shared.id)).code).toBe(0);
    expect((await fetch(`${product.url}/api/v1/shared/${token}`)).status).toBe(404);
  });
});
