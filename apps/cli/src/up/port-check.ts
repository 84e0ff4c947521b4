import { createServer } from 'node:net';
import { TrainyardError } from '@trainyard/contracts';
import type { Settings } from '@trainyard/settings';

type Address = Pick<Settings, 'hostAddress' | 'port'>;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function failure(error: Error, { hostAddress, port }: Address): TrainyardError {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return new TrainyardError('port-taken', { port }, { cause: error });
  const issue =
    code === 'EACCES'
      ? { path: 'TRAINYARD_PORT', message: `${port} may not be opened by this user; ports from 1024 on may` }
      : { path: 'TRAINYARD_HOST_ADDRESS', message: `${hostAddress} is no address of this machine (${code})` };
  return new TrainyardError('settings-invalid', { detail: issue.path }, { issues: [issue], cause: error });
}

/** Throws, in words, when the server could not listen there; said before anything is started. */
export function requireFreePort(address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(failure(error, address)));
    probe.listen({ host: address.hostAddress, port: address.port, exclusive: true }, () =>
      probe.close(() => resolve()),
    );
  });
}

/** The address at which programs on this machine reach the server. */
export function localUrl({ hostAddress, port }: Address): string {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = everywhere[hostAddress] ?? (hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress);
  return `http://${host}:${port}`;
}
