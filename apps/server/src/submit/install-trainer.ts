import { type RunStatus, TrainyardError } from '@trainyard/contracts';
import { listRuns } from '@trainyard/store';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { planRun } from './plan-run.ts';
import { submitPlan } from './submit-run.ts';

const installer = 'environment-install';
const unended = ['queued', 'running', 'stopping'] as const satisfies readonly RunStatus[];

/** Numbers of the runs that install an environment now, by its id: whoever looks sees them go on, however they came. */
export async function runningInstalls({ store }: Pick<Parts, 'store'>): Promise<Map<string, number>> {
  const { items } = await listRuns(store, {
    filter: `trainer:${installer},${unended.map((status) => `status:${status}`).join(',')}`,
    parameters: ['environment'],
    sort: 'number',
    limit: 200,
  });
  return new Map(items.map(({ parameters, number }) => [String(parameters?.environment), number]));
}

/** The installation of a trainer's environment, as a run: only the worker has children. */
export async function installTrainer(
  parts: Parts,
  id: string,
  caller: Caller,
): Promise<{ id: string; number: number }> {
  const { environment } = await parts.catalog.get(id);
  if (environment.folder === null) {
    const detail = `trainer ${id} runs in the environment "${environment.id}", which needs no installation`;
    throw new TrainyardError('query-invalid', { detail });
  }
  const config = { environment: environment.id };
  const name = `install ${environment.id}`;
  const plan = await planRun(parts, { trainer: installer, config, name, priority: 'high' }, caller);
  const run = await submitPlan(parts, plan, { caller });
  return { id: run.id, number: run.number };
}
