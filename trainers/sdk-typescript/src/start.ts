import { fstatSync } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { HostChannel, TerminalChannel } from './channel.ts';
import { Inbox } from './commands.ts';
import { Left, Run } from './run.ts';
import { hostFd, SharedPipe } from './shared-pipe.ts';
import { taskByHand, taskFromFile } from './task.ts';
import { protocolVersion } from './wire.ts';

const heartbeatMs = 2000;

export interface StartOptions {
  pause?: boolean;
  stop?: boolean;
  checkpoint?: boolean;
  exactResume?: boolean;
  /** Of the libraries that a repeat should know, beside Node's own. */
  versions?: Readonly<Record<string, string>>;
}

function endCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return 'disk-full';
  return error instanceof RangeError && /allocation failed/i.test(error.message) ? 'out-of-memory' : 'trainer-error';
}

/** An uncaught exception becomes the run's reason; the stack still goes to stderr. */
function sayWhyOnCrash(run: Run): void {
  process.on('uncaughtException', (error: unknown) => {
    if (error instanceof Left) process.exit(0);
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    console.error(error instanceof Error ? (error.stack ?? words) : words);
    if (!run.ended) run.fail(endCode(error), words);
    process.exit(1);
  });
}

/** Commands come through a thread; they are picked up here whenever the trainer looks, even within one long loop. */
function listen(pipe: SharedPipe): Inbox {
  const { port1, port2 } = new MessageChannel();
  const listener = new Worker(new URL('./listener.ts', import.meta.url), {
    workerData: { memory: pipe.memory, port: port2, beatMs: heartbeatMs },
    transferList: [port2],
  });
  listener.unref();
  return new Inbox(() => {
    const lines: string[] = [];
    for (let got = receiveMessageOnPort(port1); got !== undefined; got = receiveMessageOnPort(port1)) {
      lines.push(String(got.message));
    }
    return lines;
  });
}

/** Where nothing was handed over, the number belongs to Node itself (its event queue) or to nobody. */
function isPipe(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket() || stats.isFile();
  } catch {
    return false;
  }
}

/**
 * Call it once, first thing. Under a host it says hello; without one every line goes to the terminal.
 *
 * By hand: --set key=value, --config file.json, --dataset, --split, --upload, --run, --output, --resume, --seed.
 */
export function start(options: StartOptions = {}): Run {
  const { pause = true, stop = true, checkpoint = true, exactResume = false, versions = {} } = options;
  const taskFile = process.env.TRAINYARD_TASK;
  if (taskFile === undefined || taskFile === '') {
    const run = new Run(taskByHand(process.argv.slice(2)), new TerminalChannel(), new Inbox());
    sayWhyOnCrash(run);
    return run;
  }
  if (!isPipe(hostFd)) {
    throw new Error(
      'TRAINYARD_TASK is set, but file descriptor 3 is closed: only the process that the host started may call start(); ' +
        'unset TRAINYARD_TASK to run by hand',
    );
  }
  const pipe = new SharedPipe();
  const channel = new HostChannel(pipe);
  const run = new Run(taskFromFile(taskFile), channel, listen(pipe));
  channel.send('hello', {
    protocol: protocolVersion,
    pid: process.pid,
    versions: { node: process.versions.node, ...versions },
    capabilities: { pause, stop, checkpoint, exact_resume: exactResume },
  });
  sayWhyOnCrash(run);
  return run;
}
