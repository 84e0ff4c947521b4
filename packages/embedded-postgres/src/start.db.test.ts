import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainyardError } from '@trainyard/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedFolder } from './account.ts';
import { alive, clusterProcesses } from './processes.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './start.ts';

const root = process.getuid?.() === 0;
const script = fileURLToPath(new URL('./fixtures/start-and-report.ts', import.meta.url));
/** A checkout below /root cannot be read by the user that the test changes to. */
const openToOthers = root && [script, process.execPath].every((path) => closedFolder(dirname(path)) === null);
const started: RunningPostgres[] = [];
let folder = '';

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir: join(folder, 'data'), throwAway: true, ...options });
  started.push(postgres);
  return postgres;
}

/** Whether the socket answers. */
async function answers(postgres: RunningPostgres): Promise<boolean> {
  const socket = connect(join(postgres.connection.host, `.s.PGSQL.${postgres.connection.port}`));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard database test '));
});

afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

describe('startPostgres', () => {
  it('makes a cluster that answers on its socket and on no port', async () => {
    const postgres = await start();
    expect(await answers(postgres)).toBe(true);
    expect(postgres.adopted).toBe(false);
    expect(postgres.connection.host.length).toBeLessThan(60);
    await postgres.stop();
    expect(await answers(postgres)).toBe(false);
  });

  it('adopts the server that another supervisor left running', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    await second.stop();
    await first.ended;
    expect(alive(first.pid)).toBe(false);
  });

  it('tells when an adopted server ends', async () => {
    const first = await start();
    const second = await start();
    process.kill(first.pid, 'SIGKILL');
    await second.ended;
    expect(alive(first.pid)).toBe(false);
  });

  it('starts again after kill -9 with the same address', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(second.url).toBe(first.url);
    expect(await answers(second)).toBe(true);
  });

  it('is not kept from starting by a postmaster.pid whose number another program has now', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(
      join(folder, 'data/postmaster.pid'),
      `${process.pid}\n${first.dataDir}\n0\n5432\n/nowhere\n\n\nready\n`,
    );
    expect(await answers(await start())).toBe(true);
  });

  it('leaves nothing of a start that was cut short in the way of the next one', async () => {
    mkdirSync(join(folder, '.data-new-1234'));
    await start();
    expect(existsSync(join(folder, 'data/PG_VERSION'))).toBe(true);
  });

  it('finds another socket folder when the noted one is gone', async () => {
    const first = await start();
    await first.stop();
    rmSync(first.connection.host, { recursive: true, force: true });
    const second = await start();
    expect(second.connection.host).not.toBe(first.connection.host);
    expect(await answers(second)).toBe(true);
  });

  it('leaves no process behind when stopped at once', async () => {
    const postgres = await start();
    await postgres.stop('immediate');
    await expect.poll(() => clusterProcesses(postgres.dataDir)).toEqual([]);
  });

  it('also starts PostgreSQL 14 and refuses to open its data with 18', async () => {
    const old = await start({ version: 14 });
    await old.stop();
    await expect(start({ version: 18 })).rejects.toThrow(/was made by PostgreSQL 14/);
  });

  it.runIf(root)('names the closed folder and the cure when its own account cannot enter the home', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(join(closed, 'home'), { recursive: true });
    chmodSync(closed, 0o700);
    const failure = await start({ home: join(closed, 'home') }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainyardError);
    if (failure instanceof TrainyardError) expect(failure.hint).toContain(`chmod o+x '${folder}'`);
  });

  it.runIf(root)('keeps the data from every other account', async () => {
    chmodSync(folder, 0o755);
    const postgres = await startPostgres({ home: join(folder, 'home'), throwAway: true });
    started.push(postgres);
    const { dataDir } = postgres;
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    expect(statSync(dataDir).uid).toBe(65534);
  });

  it.runIf(openToOthers)('runs for an ordinary user too', async () => {
    chmodSync(folder, 0o777);
    const drop = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const child = spawn('setpriv', [...drop, process.execPath, script, join(folder, 'data')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    expect(JSON.parse(String(line))).toMatchObject({ url: expect.stringContaining('postgresql:///trainyard') });
    expect(readdirSync(folder)).toContain('data');
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
  });
});
