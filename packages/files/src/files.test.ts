import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { TrainyardError } from '@trainyard/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Files, openFiles } from './index.ts';

let folder: string;
let files: Files;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-test-'));
  files = await openFiles({ root: join(folder, 'root') });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const run = '0190a3b2-0000-7000-8000-000000000001';

async function put(path: string, text: string): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  return full;
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function leftovers(): Promise<string[]> {
  return readdir(join(files.root, 'staging'));
}

async function detailOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TrainyardError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('artifacts', () => {
  it('keeps the same content once, under every name it was given', async () => {
    const first = await files.saveArtifact({ runId: run, path: 'model/a.bin', source: Buffer.from('weights') });
    const second = await files.saveArtifact({
      runId: run,
      path: 'b.bin',
      source: Readable.from([Buffer.from('weights')]),
    });
    expect(first).toEqual({ sha256: sha256('weights'), size: 7 });
    expect(second).toEqual(first);
    expect((await stat(files.objectPath(first.sha256))).nlink).toBe(4);
    expect(await leftovers()).toEqual([]);
  });

  it('gives a range of bytes', async () => {
    await files.saveArtifact({ runId: run, path: 'a.txt', source: Buffer.from('0123456789') });
    const opened = await files.openArtifact(run, 'a.txt', { start: 2, end: 4 });
    expect(await textOf(opened.stream)).toBe('234');
    expect(opened).toMatchObject({ size: 10, start: 2, end: 4 });
    expect(await textOf((await files.openArtifact(run, 'a.txt', { start: 8, end: 99 })).stream)).toBe('89');
    expect(await detailOf(files.openArtifact(run, 'a.txt', { start: 20 }))).toMatch(/the file has 10/);
  });

  it('refuses content that differs from what was announced, and leaves nothing behind', async () => {
    const path = await put('work/a.bin', 'other');
    const saving = files.saveArtifact({ runId: run, path: 'a.bin', source: { path }, sha256: sha256('announced') });
    expect(await detailOf(saving)).toMatch(/was announced with sha256/);
    expect(await detailOf(files.openArtifact(run, 'a.bin'))).toBe(`Run ${run} has no file "a.bin".`);
    expect(await leftovers()).toEqual([]);
  });

  it('does not change when the trainer writes on', async () => {
    const path = await put('work/a.bin', 'before');
    await files.saveArtifact({ runId: run, path: 'a.bin', source: { path } });
    await writeFile(path, 'after!');
    expect(await textOf((await files.openArtifact(run, 'a.bin')).stream)).toBe('before');
  });

  it('never leaves its folder, by name or by link', async () => {
    for (const path of ['../a', '/etc/passwd', 'a/../../b', 'a//b', './a', 'a\\b', 'a\0b', '']) {
      expect(await detailOf(files.saveArtifact({ runId: run, path, source: Buffer.from('x') }))).toMatch(/the path/);
    }
    for (const runId of ['..', 'a/b', '']) {
      expect(await detailOf(files.saveArtifact({ runId, path: 'a', source: Buffer.from('x') }))).toMatch(/is no id/);
    }
    const secret = await put('secret', 'key');
    await symlink(secret, join(folder, 'link'));
    await expect(
      files.saveArtifact({ runId: run, path: 'a', source: { path: join(folder, 'link') } }),
    ).rejects.toThrow();
  });

  it('drops a run and the contents that no other run has', async () => {
    const other = '0190a3b2-0000-7000-8000-000000000002';
    const own = await files.saveArtifact({ runId: run, path: 'own', source: Buffer.from('own') });
    const shared = await files.saveArtifact({ runId: run, path: 'shared', source: Buffer.from('shared') });
    await files.saveArtifact({ runId: other, path: 'shared', source: Buffer.from('shared') });
    await files.dropRun(run);
    expect(await files.hasObject(own.sha256)).toBe(false);
    expect(await files.hasObject(shared.sha256)).toBe(true);
    expect(await textOf((await files.openArtifact(other, 'shared')).stream)).toBe('shared');
    await files.dropRun(run);
  });
});

describe('checkpoints', () => {
  const record = (path: string, text: string) => ({ path, size: text.length, sha256: sha256(text) });

  it('survives that the trainer removes its own copy, and is verified again', async () => {
    await put('work/c/model.pt', 'weights');
    const wanted = [record('model.pt', 'weights')];
    const saved = await files.saveCheckpoint({
      runId: run,
      name: 'epoch-1',
      folder: join(folder, 'work/c'),
      files: wanted,
    });
    await rm(join(folder, 'work'), { recursive: true });
    expect(saved.size).toBe(7);
    expect(await readFile(join(saved.folder, 'model.pt'), 'utf8')).toBe('weights');
    expect(await files.verifyCheckpoint(run, 'epoch-1', wanted)).toEqual([]);
    expect(await files.verifyCheckpoint(run, 'epoch-1', [record('model.pt', 'weight5')])).toEqual([
      '"model.pt" has another content than was announced',
    ]);
    await files.dropCheckpoint(run, 'epoch-1');
    expect(await files.verifyCheckpoint(run, 'epoch-1', wanted)).toHaveLength(1);
  });

  it('refuses one that is not as announced, whole or not at all', async () => {
    await put('work/c/model.pt', 'weights');
    const wanted = [record('model.pt', 'weights'), record('optimizer.pt', 'state')];
    const saving = files.saveCheckpoint({ runId: run, name: 'c', folder: join(folder, 'work/c'), files: wanted });
    expect(await detailOf(saving)).toMatch(/"optimizer.pt" is missing/);
    await expect(stat(files.checkpointFolder(run, 'c'))).rejects.toThrow(/ENOENT/);
  });

  it('may be saved again under the same name', async () => {
    for (const text of ['one', 'two']) {
      await rm(join(folder, 'work'), { recursive: true, force: true });
      await put('work/c/m', text);
      await files.saveCheckpoint({ runId: run, name: 'c', folder: join(folder, 'work/c'), files: [record('m', text)] });
    }
    expect(await readFile(join(files.checkpointFolder(run, 'c'), 'm'), 'utf8')).toBe('two');
    expect(await leftovers()).toEqual([]);
  });
});

describe('data sets', () => {
  async function make(
    name: string,
    change: (manifest: { files: unknown[] }) => void = () => undefined,
  ): Promise<string> {
    const contents = { 'index.csv': 'sample_id,file\na,data/a.npy\n', 'data/a.npy': 'numbers' };
    for (const [path, text] of Object.entries(contents)) await put(`${name}/${path}`, text);
    const manifest = {
      v: 1,
      unit_column: null,
      label_column: null,
      kind: 'signals',
      files: Object.entries(contents).map(([path, text]) => ({ path, size: text.length, sha256: sha256(text) })),
    };
    change(manifest);
    await put(`${name}/manifest.json`, JSON.stringify(manifest, null, 2));
    return join(folder, name);
  }

  it('is one version when the same content comes twice', async () => {
    const first = await files.registerDataset(await make('one'));
    const second = await files.registerDataset(await make('two'));
    expect(first.existed).toBe(false);
    expect(second).toEqual({ ...first, existed: true });
    expect(first.index).toContain('data/a.npy');
    expect((await files.readDataset(first.digest)).manifest.kind).toBe('signals');
    expect(await leftovers()).toEqual([]);
  });

  it('refuses one that is not whole and lists what is wrong', async () => {
    const broken = await make('broken');
    await put('broken/data/a.npy', 'number5');
    await put('broken/index.csv', 'sample_id\n');
    expect(await detailOf(files.registerDataset(broken))).toMatch(
      /"index.csv" has 10 bytes, the manifest says 28; "data\/a.npy" has another content/,
    );
    const escaping = await make('escaping', (manifest) => {
      manifest.files.push({ path: '../secret', size: 1, sha256: sha256('x') });
    });
    expect(await detailOf(files.registerDataset(escaping))).toMatch(
      /manifest.json: files.2.path: must be a path below/,
    );
    expect(await detailOf(files.registerDataset(folder))).toMatch(/"manifest.json" is missing/);
  });

  it('takes no file through a link', async () => {
    const linked = await make('linked');
    await rm(join(linked, 'data'), { recursive: true });
    await put('elsewhere/a.npy', 'numbers');
    await symlink(join(folder, 'elsewhere'), join(linked, 'data'));
    expect(await detailOf(files.registerDataset(linked))).toMatch(/leads out of its folder/);
  });
});

describe('splits', () => {
  it('are named by their content', async () => {
    const first = await files.writeSplit('sample_id,part\na,train\n');
    expect(first).toEqual(await files.writeSplit('sample_id,part\na,train\n'));
    expect(first.path).toBe(files.splitPath(sha256('sample_id,part\na,train\n')));
    expect(await readFile(first.path, 'utf8')).toBe('sample_id,part\na,train\n');
  });
});

describe('uploads', () => {
  it('streams files below one folder and counts them', async () => {
    const upload = await files.beginUpload('u-1');
    await upload.write('cwru/a.npy', Readable.from([Buffer.from('12'), Buffer.from('3')]));
    expect(await readFile(join(files.uploadFolder('u-1'), 'cwru/a.npy'), 'utf8')).toBe('123');
    expect([upload.files, upload.size]).toEqual([1, 3]);
    await upload.drop();
    await expect(stat(upload.folder)).rejects.toThrow(/ENOENT/);
  });

  it('refuses paths that leave it, come twice, or are file and folder at once', async () => {
    const upload = await files.beginUpload('u-2');
    await upload.write('a', Buffer.from('x'));
    expect(await detailOf(upload.write('../a', Buffer.from('x')))).toMatch(/must be a path below/);
    expect(await detailOf(upload.write('a', Buffer.from('x')))).toMatch(/comes twice/);
    expect(await detailOf(upload.write('a/b', Buffer.from('x')))).toMatch(/both a file and a folder/);
    expect(await detailOf(upload.write('x'.repeat(300), Buffer.from('x')))).toMatch(/longer than 255 bytes/);
    expect(await detailOf(files.beginUpload('u-2'))).toMatch(/exists already/);
    expect(await leftovers()).toEqual([]);
  });

  it('holds to its quota while bytes come', async () => {
    const upload = await files.beginUpload('u-3', { maxFiles: 2, maxBytes: 10 });
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(4);
      })(),
    );
    expect(await detailOf(upload.write('big', endless))).toBe('The upload cannot be taken: more than 10 bytes');
    await upload.write('a', Buffer.alloc(5));
    await upload.write('b', Buffer.alloc(5));
    expect(await detailOf(upload.write('c', Buffer.alloc(0)))).toMatch(/more than 2 files/);
    expect(await leftovers()).toEqual([]);
  });

  it('leaves nothing of a file whose stream breaks', async () => {
    const upload = await files.beginUpload('u-4');
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('the client went away');
      })(),
    );
    await expect(upload.write('a', broken)).rejects.toThrow('the client went away');
    expect(await readdir(upload.folder)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });
});

describe('space', () => {
  it('says what is free and what is needed', async () => {
    await files.requireSpace(1);
    expect(await detailOf(files.requireSpace(2 ** 60))).toMatch(/^Only .* is free at .*; 1048576 TiB is needed\.$/);
  });

  it('sweeps what interrupted writes left, but not what is new', async () => {
    await writeFile(join(files.root, 'staging', 'half'), 'x');
    expect(await files.sweep(3_600_000)).toEqual({ files: 0, bytes: 0 });
    expect(await files.sweep(-1000)).toEqual({ files: 1, bytes: 1 });
  });

  it('tells in words where the files cannot be', async () => {
    const path = await put('a-file', '');
    expect(await detailOf(openFiles({ root: join(path, 'below') }))).toMatch(/cannot be used/);
    expect(await detailOf(openFiles({ root: 's3://bucket/prefix' }))).toMatch(/must be a folder/);
  });
});
