import type { ApiError } from '@trainyard/api-client';

export const launchTries = 4;
const betweenMs = 700;

/** FNV-1a: tells bodies apart, keeps nothing secret. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** One key for one launch of one content: what was changed since is another launch. */
export function launchKey(nonce: string, body: unknown): string {
  return `new-run-${nonce}-${fingerprint(JSON.stringify(body))}`;
}

/** When the same launch may be asked again; null where the answer is definite. */
export function retryAfterMs(error: Pick<ApiError, 'status' | 'code'>): number | null {
  const unclear = error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504;
  return unclear || error.code === 'idempotency-busy' ? betweenMs : null;
}
