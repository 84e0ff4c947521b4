import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@trainyard/api-client';
import { eventData } from '@trainyard/contracts';

const cliMain = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));
const startLimitMs = 90_000;
const endLimitMs = 120_000;
const pollMs = 25;

/** Where the Python environments of tests are kept between runs; `npm test` sets it. */
export function testCache(): string {
  const cache = process.env.TRAINYARD_TEST_CACHE ?? join(homedir(), '.cache', 'trainyard-test');
  mkdirSync(join(cache, 'environments'), { recursive: true });
  return cache;
}

export type Part = 'server' | 'worker' | 'postgres';

/** The whole product, started as a user starts it, in a home of its own. */
export interface Product extends AsyncDisposable {
  home: string;
  url: string;
  key: string;
  client: Client;
  supervisor: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  pid(part: Part): number;
  kill(part: Part, signal?: NodeJS.Signals): void;
  /** The process that the newest attempt of a run greeted from. */
  trainerPid(id: string): Promise<number>;
  /** Ctrl-C and the wait for its end; the exit code. */
  stop(): Promise<number | null>;
  /** Runs the `trainyard` command against it. */
  trainyard(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

export interface ProductOptions {
  home?: string;
  welcome?: boolean;
  environment?: Record<string, string>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Waits for `check` to give something; what it gave. Says what it waited for when the limit is reached. */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  limitMs = 60_000,
): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    const seen = await check();
    if (seen !== undefined && seen !== false && seen !== null) return seen;
    if (performance.now() > until) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await wait(pollMs);
  }
}

function readServices(home: string): { pid: number; main: string }[] {
  try {
    return JSON.parse(readFileSync(join(home, 'services.json'), 'utf8')) as { pid: number; main: string }[];
  } catch {
    return []; // none is running at this moment
  }
}

function pidOf(home: string, part: Part): number {
  if (part === 'postgres') {
    return Number(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  }
  const service = readServices(home).find(({ main }) => main.includes(`/${part}/`));
  if (service === undefined) throw new Error(`the ${part} is not running`);
  return service.pid;
}

function command(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [cliMain, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const own = options.home === undefined;
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'trainyard-product-'));
  mkdirSync(home, { recursive: true, mode: 0o711 });
  if (!existsSync(join(home, 'environments')))
    symlinkSync(join(testCache(), 'environments'), join(home, 'environments'));
  const port = await freePort();
  const environment = {
    ...process.env,
    TRAINYARD_HOME: home,
    TRAINYARD_PORT: String(port),
    NO_COLOR: '1',
    ...options.environment,
  };
  const up = command(['up', ...(options.welcome ? [] : ['--no-welcome'])], environment);
  const url = `http://127.0.0.1:${port}`;
  const output = () => up.stdout() + up.stderr();
  const startedAt = performance.now();
  for (;;) {
    const ready = await fetch(`${url}/ready`).then(
      (answer) => answer.ok,
      () => false, // nothing listens yet
    );
    if (ready && existsSync(join(home, 'keys/local.key'))) break;
    if (up.child.exitCode !== null || performance.now() - startedAt > startLimitMs) {
      up.child.kill('SIGKILL');
      throw new Error(`the product did not start:\n${output()}`);
    }
    await wait(pollMs);
  }
  const key = readFileSync(join(home, 'keys/local.key'), 'utf8').trim();

  const client = createClient({ url, key });
  const stop = async (): Promise<number | null> => {
    if (up.child.exitCode === null) up.child.kill('SIGINT');
    const limit = AbortSignal.timeout(endLimitMs);
    limit.addEventListener('abort', () => up.child.kill('SIGKILL'));
    return up.ended;
  };
  return {
    home,
    url,
    key,
    client,
    supervisor: up.child,
    output,
    pid: (part) => pidOf(home, part),
    kill: (part, signal = 'SIGKILL') => process.kill(pidOf(home, part), signal),
    async trainerPid(id) {
      const { items } = await client.call('listEvents', {
        params: { id },
        query: { kinds: 'trainer-greeted', limit: 1000 },
      });
      const greeted = eventData['trainer-greeted'].safeParse(items.at(-1)?.data);
      if (!greeted.success) throw new Error(`no trainer of run ${id} has greeted`);
      return greeted.data.pid;
    },
    stop,
    async trainyard(...args) {
      const run = command(args, environment);
      const code = await run.ended;
      return { code, stdout: run.stdout(), stderr: run.stderr() };
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (own) rmSync(home, { recursive: true, force: true });
    },
  };
}
