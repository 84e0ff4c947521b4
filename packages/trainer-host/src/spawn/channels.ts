import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The trainer's ends are plain descriptors, closed here as soon as it has them. */
export interface Channels {
  commands: Socket;
  /** The host's reading ends belong to whoever reads them. */
  readEnds: { stdout: number; stderr: number; lines: number };
  childEnds: { stdin: number; stdout: number; stderr: number; lines: number };
  closeChildEnds(): void;
  /** For a trainer that never came to be: closes all of them. */
  abandon(): void;
}

const names = ['stdin', 'stdout', 'stderr', 'lines'] as const;

/**
 * Four pipes, made as named pipes and unlinked at once. Node's own `stdio: 'pipe'` are unix sockets, and a program
 * that opens /dev/stdout or /dev/stdin fails on a socket.
 */
export async function openChannels(): Promise<Channels> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-'));
  const opened: number[] = [];
  try {
    await run('mkfifo', ['-m', '600', ...names.map((name) => join(folder, name))]);
    const open = (name: (typeof names)[number], hostWrites: boolean): { host: number; child: number } => {
      const path = join(folder, name);
      // Opened for both first: opening a pipe for one direction waits until the other end is open.
      const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
      opened.push(both);
      const hostFlags = (hostWrites ? constants.O_WRONLY : constants.O_RDONLY) | constants.O_NONBLOCK;
      const host = openSync(path, hostFlags);
      opened.push(host);
      const child = openSync(path, hostWrites ? constants.O_RDONLY : constants.O_WRONLY);
      opened.push(child);
      closeSync(both);
      opened.splice(opened.indexOf(both), 1);
      return { host, child };
    };
    const stdin = open('stdin', true);
    const stdout = open('stdout', false);
    const stderr = open('stderr', false);
    const lines = open('lines', false);
    const commands = new Socket({ fd: stdin.host, readable: false, writable: true });
    const readEnds = { stdout: stdout.host, stderr: stderr.host, lines: lines.host };
    const childEnds = { stdin: stdin.child, stdout: stdout.child, stderr: stderr.child, lines: lines.child };
    let open_ = true;
    const closeChildEnds = (): void => {
      if (!open_) return;
      open_ = false;
      for (const fd of Object.values(childEnds)) closeSync(fd);
    };
    const abandon = (): void => {
      closeChildEnds();
      commands.destroy();
      for (const fd of Object.values(readEnds)) closeSync(fd);
    };
    return { commands, readEnds, childEnds, closeChildEnds, abandon };
  } catch (error) {
    for (const fd of opened) closeSync(fd);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
