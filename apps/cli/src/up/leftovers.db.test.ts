import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { awaitLeftovers, noteServices } from './leftovers.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-left-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A service that never ends by itself, whose words name its program. */
async function aService() {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)', 'main.ts']);
  await once(child.stdout, 'data');
  return { child, ended: once(child, 'exit'), pid: child.pid ?? 0 };
}

it('a service that a killed supervisor left is killed when it does not end', async () => {
  const { pid, ended } = await aService();
  noteServices(home, [{ pid, main: 'main.ts' }]);
  await awaitLeftovers(home, 0, () => undefined);
  expect((await ended)[1]).toBe('SIGKILL');
});

it('a process that was given the number of a service since is left alone', async () => {
  const { child, pid, ended } = await aService();
  noteServices(home, [{ pid, main: 'main.ts' }]);
  const file = join(home, 'services.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"start":"\d+"/, '"start":"1"'));
  await awaitLeftovers(home, 0, () => undefined);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill('SIGTERM');
  expect((await ended)[1]).toBe('SIGTERM');
  expect(pid).toBeGreaterThan(0);
});
