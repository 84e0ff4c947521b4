import { createHash } from 'node:crypto';
import { closeSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import { z } from 'zod';

/**
 * One supervisor per home. Two bound sockets, because each covers what the other cannot: the abstract one is taken and
 * given back by the kernel, so that a kill -9 leaves nothing stale and two starts at once cannot both win; the one in the
 * folder is also seen from another container that shares the folder.
 */
export interface HomeLock {
  release(): Promise<void>;
}

const holder = z.object({ pid: z.int() });
const answerLimitMs = 1000;
const socketName = 'up.sock';
/** For people and scripts; the sockets are what counts. */
const pidName = 'up.pid';

function taken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function listen(address: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {}); // the one who asked is gone
    socket.end(JSON.stringify({ pid: process.pid }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => resolve(server));
  });
}

/** The process that answers at the address, null where nobody does. */
function holderOf(address: string): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let answer = '';
    const finish = (pid: number | null) => {
      socket.destroy();
      resolve(pid);
    };
    socket.setTimeout(answerLimitMs, () => finish(0));
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => finish(null));
    socket.on('end', () => {
      const read = holder.safeParse(answer === '' ? null : JSON.parse(answer));
      finish(read.data?.pid ?? 0);
    });
  });
}

function locked(home: string, pid: number | null): TrainyardError {
  return new TrainyardError('home-locked', { home, pid: pid || 'unknown' });
}

export async function lockHome(home: string): Promise<HomeLock> {
  const real = realpathSync(home);
  const servers: Server[] = [];
  if (process.platform === 'linux') {
    const abstract = `\0trainyard-home-${createHash('sha256').update(real).digest('hex').slice(0, 32)}`;
    try {
      servers.push(await listen(abstract));
    } catch (error) {
      if (!taken(error)) throw error;
      throw locked(home, await holderOf(abstract));
    }
  }
  // A socket's path holds 107 bytes and a home may be deeper: the way over the open folder is always short.
  const folder = process.platform === 'linux' ? openSync(real, 'r') : null;
  const address = folder === null ? join(real, socketName) : `/proc/self/fd/${folder}/${socketName}`;
  const close = async () => {
    for (const server of servers) await new Promise((done) => server.close(done));
    for (const name of [socketName, pidName]) rmSync(join(real, name), { force: true });
    if (folder !== null) closeSync(folder);
  };
  try {
    const pid = await holderOf(address);
    if (pid !== null) throw locked(home, pid);
    rmSync(join(real, socketName), { force: true });
    servers.push(await listen(address));
    writeFileSync(join(real, pidName), `${process.pid}\n`);
  } catch (error) {
    for (const server of servers) server.close();
    if (folder !== null) closeSync(folder);
    throw error;
  }
  return { release: close };
}
