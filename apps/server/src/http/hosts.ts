import { isIP } from 'node:net';
import { TrainyardError } from '@trainyard/contracts';
import type { Settings } from '@trainyard/settings';

type HostSettings = Pick<Settings, 'hostAddress' | 'publicUrl' | 'allowedHosts' | 'port'>;

/** `name:4600` → `name`, `[::1]:4600` → `::1`; an address of version 6 without brackets has no port. */
function hostNameOf(host: string): string {
  if (isIP(host) === 6) return host.toLowerCase();
  const bracketed = /^\[([^\]]+)\]/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase();
}

/**
 * A page of another site can send requests here with a name that it points at 127.0.0.1 (DNS rebinding), so only known
 * names are answered. An IP address cannot be rebound: all are good where the product listens on all.
 */
export function hostCheck(settings: HostSettings): (host: string | undefined) => boolean {
  const open = settings.hostAddress === '0.0.0.0' || settings.hostAddress === '::';
  const names = new Set(['localhost', '127.0.0.1', '::1', settings.hostAddress.toLowerCase()]);
  for (const name of settings.allowedHosts) names.add(hostNameOf(name));
  if (settings.publicUrl !== null) names.add(new URL(settings.publicUrl).hostname.toLowerCase());
  return (host) => {
    if (host === undefined || host === '') return false;
    const name = hostNameOf(host);
    return names.has(name) || (open && isIP(name) !== 0);
  };
}

/** A browser says which page asks: only pages of this very address, or of the public one, may. */
export function originCheck(settings: HostSettings): (origin: string, host: string) => boolean {
  const publicOrigin = settings.publicUrl === null ? null : new URL(settings.publicUrl).origin;
  return (origin, host) => {
    if (origin === publicOrigin) return true;
    try {
      return new URL(origin).host.toLowerCase() === host.toLowerCase();
    } catch {
      return false; // `null` or junk
    }
  };
}

export function refuseHost(host: string): TrainyardError {
  return new TrainyardError('host-refused', { host: host.slice(0, 100) });
}
export function refuseOrigin(origin: string): TrainyardError {
  return new TrainyardError('origin-refused', { origin: origin.slice(0, 100) });
}
