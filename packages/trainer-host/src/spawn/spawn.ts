import { type ChildProcess, spawn } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootId, startTimeOf } from '../watch/process-identity.ts';
import { type Channels, openChannels } from './channels.ts';
import { deathSignalWords } from './death-signal.ts';

export interface SpawnSpec {
  words: readonly string[];
  folder: string;
  environment: Readonly<Record<string, string>>;
  workFolder: string;
}

/** What `process.json` in the work folder says, so that a later worker can bury what an earlier one left. */
export interface ProcessRecord {
  pid: number;
  start_time: string | null;
  boot_id: string | null;
  /** The process that carries it: while that lives, nobody else buries its trainer. */
  host: { pid: number; start_time: string | null };
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface TrainerProcess {
  pid: number;
  child: ChildProcess;
  channels: Channels;
  exited: Promise<ProcessExit>;
}

export const processFile = 'process.json';

async function writeRecord(workFolder: string, pid: number): Promise<void> {
  const host = { pid: process.pid, start_time: startTimeOf(process.pid) };
  const record: ProcessRecord = { pid, start_time: startTimeOf(pid), boot_id: bootId(), host };
  const path = join(workFolder, processFile);
  await writeFile(`${path}.new`, JSON.stringify(record));
  await rename(`${path}.new`, path);
}

/** Starts the trainer in a process group of its own, so that Ctrl-C in a terminal does not reach it. */
export async function spawnTrainer(spec: SpawnSpec): Promise<TrainerProcess> {
  const before = await deathSignalWords();
  const [program, ...args] = [...before, ...spec.words];
  if (program === undefined) throw new Error('nothing to start');
  const channels = await openChannels();
  const { stdin, stdout, stderr, lines } = channels.childEnds;
  const child = spawn(program, args, {
    cwd: spec.folder,
    env: { ...spec.environment },
    detached: true,
    stdio: [stdin, stdout, stderr, lines],
  });
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } catch (error) {
    channels.abandon();
    throw error;
  }
  channels.closeChildEnds();
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} has no process id`);
  try {
    await writeRecord(spec.workFolder, pid);
  } catch (error) {
    // Without its record (a full disk) no later worker could bury it, and nobody would hear it now.
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    channels.abandon();
    await exited;
    throw error;
  }
  return { pid, child, channels, exited };
}
