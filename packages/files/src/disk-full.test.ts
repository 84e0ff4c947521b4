import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const possible = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!possible) console.warn('SKIPPED: a full disk (unshare -rm with a tmpfs is not possible here)');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-full-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs in its own mount namespace, where `folder` is a disk of 1 MiB. */
const program = `
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
const { openFiles } = await import(process.argv[1]);
const files = await openFiles({ root: process.argv[2] });
const said = [];
const told = (what) => what.then(() => said.push('worked'), (error) => said.push(error.code + ': ' + error.message));
const big = () => Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(65536, Math.random() * 255)));
await told(files.saveArtifact({ runId: 'run-1', path: 'big', source: big() }));
const upload = await files.beginUpload('u-1');
await told(upload.write('big', big()));
await told(upload.write('small', Buffer.from('fits')));
await told(files.requireSpace(2 ** 21));
console.log(JSON.stringify({ said, staging: readdirSync(files.root + '/staging'), upload: readdirSync(upload.folder) }));
`;

describe.skipIf(!possible)('a full disk', () => {
  it('is told in words, and nothing is half-written', () => {
    const output = execFileSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$4" "$1"',
        'sh',
        folder,
        process.execPath,
        program,
        join(import.meta.dirname, 'index.ts'),
      ],
      { encoding: 'utf8' },
    );
    const result: unknown = JSON.parse(output);
    expect(result).toEqual({
      said: [
        expect.stringMatching(/^disk-low: Only .* is free at .*; more is needed\.$/),
        expect.stringMatching(/^disk-low: /),
        'worked',
        expect.stringMatching(/^disk-low: Only .* MiB is free|^disk-low: Only .* KiB is free/),
      ],
      staging: [],
      upload: ['small'],
    });
  });
});
