import type { Client } from '@trainyard/api-client';
import type { Worker } from '@trainyard/contracts';
import { countText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';

/** By name or id; a worker's name is its own on one computer only. */
async function workerOf(client: Client, named: string): Promise<Worker> {
  const { items } = await client.call('listWorkers');
  const found = items.filter((worker) => worker.id === named || worker.name === named);
  const [only] = found;
  if (only === undefined) {
    const names = items.map((worker) => worker.name).join(', ');
    throw new UsageError(`There is no worker "${named}"${names === '' ? '' : `; there are ${names}`}.`);
  }
  if (found.length > 1) {
    const ids = found.map((worker) => `${worker.id} on ${worker.host}`).join(', ');
    throw new UsageError(`Several workers are called ${named}; use an id: ${ids}.`);
  }
  return only;
}

function said(worker: Worker): string {
  const busy = worker.busy === 0 ? 'carries nothing' : `carries ${countText(worker.busy, 'run')}`;
  if (worker.status === 'draining') {
    return `${worker.name} ${busy} and takes nothing new.\nTake it back: trainyard worker take-back ${worker.name}`;
  }
  return `${worker.name} ${busy} and has ${countText(worker.slots, 'slot')}.`;
}

/** The worker follows with its next beat; what it carries goes on. */
export async function steerWorker(
  context: CommandContext,
  named: string,
  wish: { slots?: number; draining?: boolean },
  options: { json?: boolean },
): Promise<void> {
  const client = await context.client();
  const { id } = await workerOf(client, named);
  const worker = await client.call('patchWorker', { params: { worker: id }, body: wish });
  if (options.json === true) return context.json(worker);
  context.terminal.out(said(worker));
}
