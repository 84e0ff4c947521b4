import { statfs } from 'node:fs/promises';
import { TrainyardError } from '@trainyard/contracts';

export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export async function freeBytesAt(folder: string): Promise<number> {
  const stats = await statfs(folder);
  return stats.bavail * stats.bsize;
}

export async function requireSpaceAt(folder: string, bytes: number): Promise<void> {
  const free = await freeBytesAt(folder);
  if (free < bytes) {
    throw new TrainyardError('disk-low', { free: bytesInWords(free), folder, needed: bytesInWords(bytes) });
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function isCode(error: unknown, ...codes: string[]): boolean {
  const code = codeOf(error);
  return code !== null && codes.includes(code);
}

/** A full disk is the environment's fault and has its own words. */
export async function inWords(folder: string, error: unknown): Promise<unknown> {
  if (!isCode(error, 'ENOSPC', 'EDQUOT')) return error;
  const free = await freeBytesAt(folder).catch(() => 0); // the disk is in trouble: its size is a nicety
  return new TrainyardError('disk-low', { free: bytesInWords(free), folder, needed: 'more' }, { cause: error });
}
