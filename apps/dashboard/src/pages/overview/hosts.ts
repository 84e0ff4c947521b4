import type { HostSample, Worker } from '@trainyard/contracts';

export interface Host {
  name: string;
  sample: HostSample;
}

/** One look per computer: workers of one host measure the same. Lost workers measure nothing any more. */
export function hostsOf(workers: readonly Worker[]): Host[] {
  const hosts = new Map<string, HostSample>();
  for (const { host, status, sample } of workers) {
    const known = hosts.get(host);
    if (status !== 'lost' && sample !== null && (known === undefined || known.at < sample.at)) hosts.set(host, sample);
  }
  return [...hosts].map(([name, sample]) => ({ name, sample }));
}

/** Slots of the workers that take runs. */
export function slotsOf(workers: readonly Worker[]): { busy: number; slots: number } {
  const ready = workers.filter(({ status }) => status !== 'lost');
  return {
    busy: ready.reduce((sum, { busy }) => sum + busy, 0),
    slots: ready.reduce((sum, { slots, status }) => sum + (status === 'draining' ? 0 : slots), 0),
  };
}
