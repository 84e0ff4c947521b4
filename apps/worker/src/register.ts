import { cpus, hostname, release, type } from 'node:os';
import { registerWorker } from '@trainyard/queue/work';
import { bootId, startTimeOf } from '@trainyard/trainer-host';
import type { Context } from './context.ts';

/** Names one process for ever: this boot of the computer, and when the process started. */
function bootMark(pid: number): string {
  return `${bootId()}/${startTimeOf(pid)}`;
}

/**
 * False only where it is certain: another boot is another computer of the same name, or this one before a restart, and
 * then leases decide.
 */
export function mayBeAlive(worker: { pid: number; boot: string }): boolean {
  return !worker.boot.startsWith(`${bootId()}/`) || worker.boot === bootMark(worker.pid);
}

export async function register(context: Context, room: { slots: number; gpus: readonly number[] }): Promise<void> {
  await registerWorker(context.store, {
    id: context.workerId,
    name: `worker-${process.pid}`,
    host: hostname(),
    pid: process.pid,
    boot: bootMark(process.pid),
    ...room,
    info: { processor: cpus()[0]?.model ?? null, node: process.versions.node, system: `${type()} ${release()}` },
  });
}
