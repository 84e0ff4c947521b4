import { lstat, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { relativePath, TrainyardError } from '@trainyard/contracts';

const idPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const digestPattern = /^[0-9a-f]{64}$/;

function refuse(detail: string): never {
  throw new TrainyardError('upload-invalid', { detail });
}

/** Ids and digests become folder names: what is none never reaches the disk. */
export function checkId(id: string): string {
  return idPattern.test(id) ? id : refuse(`"${id.slice(0, 100)}" is no id`);
}

export function checkName(name: string): string {
  return namePattern.test(name) ? name : refuse(`"${name.slice(0, 100)}" is no name of a checkpoint`);
}

export function checkDigest(digest: string): string {
  return digestPattern.test(digest) ? digest : refuse(`"${digest.slice(0, 100)}" is no sha256`);
}

/** A path from outside, below a folder of ours. */
export function below(folder: string, path: string): string {
  const checked = relativePath.safeParse(path);
  if (!checked.success) {
    refuse(`the path ${JSON.stringify(path.slice(0, 200))} ${checked.error.issues[0]?.message ?? 'is not allowed'}`);
  }
  // 255 bytes is what file systems take for one name; said here in words instead of ENAMETOOLONG.
  const long = checked.data.split('/').find((part) => Buffer.byteLength(part) > 255);
  if (long !== undefined) refuse(`the name "${long.slice(0, 60)}…" is longer than 255 bytes`);
  return join(folder, checked.data);
}

/** A file that another program wrote: it has to be a plain file below its folder, reached through no link. */
export async function plainFileBelow(folder: string, path: string): Promise<{ path: string; size: number }> {
  const full = below(folder, path);
  const stats = await lstat(full).catch(() => refuse(`the file "${path}" is missing`));
  if (!stats.isFile()) refuse(`"${path}" is not a plain file`);
  const real = await realpath(full);
  const root = await realpath(folder);
  if (!real.startsWith(root + sep)) refuse(`"${path}" leads out of its folder`);
  return { path: real, size: stats.size };
}
