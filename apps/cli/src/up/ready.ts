import { setTimeout as wait } from 'node:timers/promises';
import { TrainyardError } from '@trainyard/contracts';
import { routes } from '@trainyard/contracts/routes';
import { lastLines } from './log-file.ts';
import type { Service } from './service.ts';

const pollMs = 25;
const answerLimitMs = 2000;
/** A server or worker that dies this often before the first success will not succeed. */
const hopelessDeaths = 3;

export interface ReadyOptions {
  url: string;
  services: readonly Service[];
  limitSeconds: number;
  signal: AbortSignal;
}

async function answersReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
    const response = await fetch(new URL(routes.ready.path, url), { signal: limit });
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

function failed(detail: string, service: Service): TrainyardError {
  const issues = lastLines(service.logFile, 12)
    .filter((line) => line !== '')
    .map((line) => ({ path: service.name, message: line }));
  return new TrainyardError('start-failed', { detail, log: service.logFile }, { issues });
}

/** Waits for the server to say that it is ready; throws when that cannot be expected any more. */
export async function untilReady({ url, services, limitSeconds, signal }: ReadyOptions): Promise<void> {
  const until = performance.now() + limitSeconds * 1000;
  while (!(await answersReady(url, signal))) {
    signal.throwIfAborted();
    const hopeless = services.find((service) => service.deaths >= hopelessDeaths);
    if (hopeless !== undefined) throw failed(`the ${hopeless.name} ended ${hopeless.deaths} times`, hopeless);
    const [first] = services;
    if (performance.now() > until && first !== undefined) {
      throw failed(`the server was not ready after ${limitSeconds} s`, first);
    }
    await wait(pollMs);
  }
}

/** A one-time link to sign in with; null where the server does not give one. */
export async function signInLink(url: string, key: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(new URL(routes.createSignInLink.path, url), {
      method: routes.createSignInLink.method,
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]),
    });
    const read = routes.createSignInLink.responses[201].safeParse(await response.json());
    return read.success ? read.data.url : null;
  } catch {
    return null; // the caller says where to get one later
  }
}
