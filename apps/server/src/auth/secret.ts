import { hash, randomBytes } from 'node:crypto';

/** 256 random bits with a prefix that a scanner for leaked secrets can find. */
export function newSecret(kind: 'key' | 'link' | 'session' | 'share'): string {
  return `ty_${kind}_${randomBytes(32).toString('base64url')}`;
}

/** What is stored. A plain hash suffices for secrets that nobody could guess. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret);
}

/** Enough to know a key again in a list, and no help in finding it: 37 of its 43 random signs stay unknown. */
export function prefixOf(secret: string): string {
  return /^ty_[a-z]+_.{6}/.exec(secret)?.[0] ?? '';
}
