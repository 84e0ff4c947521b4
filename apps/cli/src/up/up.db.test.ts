import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '@trainyard/settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./fixtures/up-with-stand-ins.ts', import.meta.url));
const ups: Up[] = [];
let parent = '';
let home = '';
let port = 0;

/** A supervisor process and what it has said. */
class Up {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown[]>;
  said = '';

  constructor(changes: Record<string, string>) {
    this.child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environmentWith({ TRAINYARD_HOME: home, TRAINYARD_PORT: String(port), TRAINYARD_SLOTS: '0', ...changes }),
    });
    this.exit = once(this.child, 'exit');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.said += text;
    });
  }

  async says(words: string | RegExp): Promise<void> {
    await expect.poll(() => this.said, { timeout: 15_000, interval: 10 }).toMatch(words);
  }
}

function up(changes: Record<string, string> = {}): Up {
  const started = new Up(changes);
  ups.push(started);
  return started;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const found = probe.address() as AddressInfo;
  probe.close();
  return found.port;
}

async function logSays(name: string, words: string): Promise<void> {
  await expect
    .poll(() => readFileSync(join(home, 'logs', `${name}.log`), 'utf8'), { timeout: 10_000 })
    .toContain(words);
}

function pids(): Record<'server' | 'worker' | 'postgres', number> {
  const services: unknown = JSON.parse(readFileSync(join(home, 'services.json'), 'utf8'));
  const [server, worker] = Array.isArray(services) ? services.map((service: { pid: number }) => service.pid) : [];
  const postgres = Number(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  return { server: server ?? 0, worker: worker ?? 0, postgres };
}

function living(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

async function ready(): Promise<boolean> {
  // A server that is killed in the middle of an answer gives none: another is asked.
  return await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'trainyard homes '));
  chmodSync(parent, 0o755);
  // Longer than the path of a socket may be.
  home = join(parent, 'home with a long name '.repeat(6).trim());
  port = await freePort();
});

afterEach(async () => {
  for (const { child, exit } of ups.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exit;
  }
  const note = join(home, 'postgres/socket-folder');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(parent, { recursive: true, force: true });
});

describe('up', () => {
  it('says where it is and how to sign in, and leaves no process behind after Ctrl-C', async () => {
    const first = up();
    await first.says(/Trainyard is ready at http:\/\/127\.0\.0\.1:\d+ .*\nSign in: .*key=Bearer ty_local/);
    await logSays('worker', 'worker uses');
    expect(statSync(join(home, 'keys/local.key')).mode & 0o777).toBe(0o600);
    const before = pids();
    first.child.kill('SIGINT');
    expect(await first.exit).toEqual([0, null]);
    expect(Object.values(before).filter(living)).toEqual([]);
    expect(readFileSync(join(home, 'logs/worker.log'), 'utf8')).toMatch(/uses postgresql:.*\nworker ends/);
    expect(existsSync(join(home, 'services.json'))).toBe(false);
  });

  it('brings back whatever is killed', async () => {
    const first = up();
    await first.says('is ready');
    for (const name of ['server', 'worker', 'postgres'] as const) {
      const before = pids()[name];
      process.kill(before, 'SIGKILL');
      await expect.poll(() => pids()[name], { timeout: 10_000 }).not.toBe(before);
    }
    await expect.poll(ready, { timeout: 10_000 }).toBe(true);
  });

  it('refuses a second one on the same home and names the first', async () => {
    const first = up();
    await first.says('is ready');
    const second = up();
    expect(await second.exit).toEqual([1, null]);
    expect(second.said).toContain(`home-locked: Trainyard already runs on ${home} (process ${first.child.pid})`);
    expect(await ready()).toBe(true);
  });

  it('lets only one of two win that start at the same time', async () => {
    const both = [up(), up()];
    await expect.poll(() => both.filter((one) => one.said.includes('is ready')).length, { timeout: 15_000 }).toBe(1);
    await expect.poll(() => both.filter((one) => one.said.includes('home-locked')).length).toBe(1);
  });

  it('refuses a taken port before anything is started', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const first = up();
    expect(await first.exit).toEqual([1, null]);
    other.close();
    expect(first.said).toContain(`port-taken: Port ${port} is taken by another program.`);
    expect(existsSync(join(home, 'postgres'))).toBe(false);
  });

  it('takes over what a killed supervisor left: its children end, the database is adopted', async () => {
    const first = up();
    await first.says('is ready');
    const before = pids();
    first.child.kill('SIGKILL');
    await first.exit;
    const second = up();
    await second.says('is ready');
    expect([before.server, before.worker].filter(living)).toEqual([]);
    expect(pids().postgres).toBe(before.postgres);
    expect(second.said).toContain('PostgreSQL was still running');
  });

  it('hurries at the second Ctrl-C when a worker does not let go', async () => {
    const first = up({ TRAINYARD_SLOTS: '1', TRAINYARD_HURRIED_DRAIN_SECONDS: '0.1' });
    await first.says('is ready');
    await logSays('worker', 'worker uses');
    const before = pids();
    first.child.kill('SIGINT');
    await first.says('Ctrl-C again hurries');
    // npm passes on what the terminal has sent already: that is still the first key press.
    first.child.kill('SIGINT');
    await logSays('worker', 'worker ends');
    await expect
      .poll(
        () => {
          first.child.kill('SIGINT');
          return living(before.worker);
        },
        { timeout: 10_000, interval: 100 },
      )
      .toBe(false);
    await first.exit;
    expect(Object.values(before).filter(living)).toEqual([]);
  });

  it('puts a full log aside and warns of a setting that does not exist', async () => {
    const first = up();
    await first.says('is ready');
    first.child.kill('SIGTERM');
    await first.exit;
    writeFileSync(join(home, 'logs/server.log'), 'x'.repeat(5000));
    const second = up({ TRAINYARD_SERVICE_LOG_BYTES: '4K', TRAINYARD_SLOT: '3' });
    await second.says('is ready');
    expect(readFileSync(join(home, 'logs/server.log.1'), 'utf8')).toHaveLength(5000);
    expect(second.said).toContain('there is no setting TRAINYARD_SLOT; did you mean TRAINYARD_SLOTS?');
  });
});
