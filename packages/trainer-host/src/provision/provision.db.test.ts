import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentState } from '@trainyard/trainer-catalog';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFolderLock } from './folder-lock.ts';
import { ProvisionError, readMark } from './install.ts';
import { environmentId, provision } from './provision.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const uv = 'uv';

function hasUv(): boolean {
  try {
    execFileSync(uv, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function environment(requirements: string): Promise<EnvironmentState> {
  const source = join(home, 'source');
  await mkdir(source);
  await writeFile(join(source, 'requirements.txt'), requirements);
  return {
    id: 'tiny',
    manifest: null,
    source,
    lock_digest: '0'.repeat(64),
    folder: join(home, 'environments', 'tiny-000000000000-3.11-linux-x64'),
    installed: false,
    size_bytes: 1000,
  };
}

const never = new AbortController().signal;

describe.skipIf(!hasUv())('an environment (needs uv on PATH)', () => {
  it('is made once for several runs, marked when whole, and found again', async () => {
    const spec = { environment: await environment(''), home, python: null, torch: null, limitMs: 60_000 };
    const said: string[][] = [[], []];
    const both = await Promise.all(said.map((list) => provision(spec, (message) => list.push(message), never)));
    expect(both[0]).toEqual(both[1]);
    expect(existsSync(both[0]?.python ?? '')).toBe(true);
    expect(said[0]).toEqual(said[1]);
    expect(said[0]?.[0]).toMatch(/^Making environment tiny \(0.0 GB\) with Python 3\.1[123]$/);
    expect(await readMark(both[0]?.folder ?? '')).toMatchObject({ torch: null });
    const silent: string[] = [];
    await provision(spec, (message) => silent.push(message), never);
    expect(silent).toEqual([]);
    expect((await readdir(join(home, 'environments'))).length).toBe(1);
  });

  it('fails with the last words of the installer and leaves nothing behind', async () => {
    const spec = { environment: await environment('no-hash==1.0\n'), home, python: null, torch: null, limitMs: 60_000 };
    const failed = await provision(spec, () => undefined, never).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ProvisionError);
    expect(failed instanceof ProvisionError && failed.reason).toMatchObject({ code: 'environment-failed' });
    expect(failed instanceof ProvisionError && failed.reason.message).toContain('hash');
    expect(await readdir(join(home, 'environments'))).toEqual([]);
  });

  it('says how much room is missing before it begins', async () => {
    const spec = {
      environment: { ...(await environment('')), size_bytes: 1e18 },
      home,
      python: null,
      torch: null,
      limitMs: 60_000,
    };
    const failed = await provision(spec, () => undefined, never).catch((error: unknown) => error);
    expect(failed instanceof ProvisionError && failed.reason.message).toMatch(/is free at .* GB is needed/);
  });
});

describe('the choice of an environment', () => {
  it('is the manifest’s, or that of the parameter it names', () => {
    expect(environmentId({ environment: 'none' } as never, {})).toBe('none');
    const from = { environment: 'none', environment_from: 'environment' } as never;
    expect(environmentId(from, { environment: 'torch' })).toBe('torch');
    expect(environmentId(from, {})).toBe('none');
  });
});

describe('the lock of a folder', () => {
  it('lets one in at a time', async () => {
    const path = join(home, 'x.lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withFolderLock(path, never, () => undefined, work)));
    expect(most).toBe(1);
  });

  it('takes over what a dead process left', async () => {
    const path = join(home, 'x.lock');
    await writeFile(path, JSON.stringify({ host: hostname(), pid: process.pid, start_time: '1', boot_id: 'x' }));
    expect(
      await withFolderLock(
        path,
        never,
        () => undefined,
        async () => 'in',
      ),
    ).toBe('in');
    expect(existsSync(path)).toBe(false);
  });
});
