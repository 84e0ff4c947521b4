import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { type MessagePort, workerData } from 'node:worker_threads';
import { SharedPipe } from './shared-pipe.ts';

/**
 * A thread of its own beside the trainer: it reads what the host asks, and beats while the trainer computes without a
 * pause. JavaScript of the trainer's thread would come to neither in a long loop.
 */
const { memory, port, beatMs } = workerData as { memory: SharedArrayBuffer; port: MessagePort; beatMs: number };
const pipe = new SharedPipe(memory);

function leadsItsGroup(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[2]) === process.pid;
  } catch {
    return false; // no such file on this system
  }
}

/** The host's end of stdin closed: it died. Whatever is computed from here on, nobody collects. */
function dieWithHost(): void {
  if (pipe.ended) return;
  process.kill(leadsItsGroup() ? -process.pid : process.pid, 'SIGKILL');
}

const commands = new Socket({ fd: 0, readable: true, writable: false });
let rest = '';
commands.setEncoding('utf8');
commands.on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) port.postMessage(line);
});
commands.on('end', dieWithHost);
commands.on('error', dieWithHost);

setInterval(() => {
  try {
    pipe.beatWhenQuiet(beatMs / 2);
  } catch {
    dieWithHost(); // nobody reads the pipe any more
  }
}, beatMs);
