import type { Section } from '@trainyard/contracts';
import { openExternalRun, submitRun } from '@trainyard/queue/submit';
import { actorOf, aFrozenRun, aSubmission, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { getArtifact, listArtifacts, writeArtifacts } from './artifact.ts';
import { findCheckpoint, listCheckpoints, markCheckpointBroken, writeCheckpoint } from './checkpoint.ts';
import { newId, type Store } from './connection.ts';
import { getDataset, getDatasetManifest, getDatasetVersion, listDatasets, registerDatasetVersion } from './dataset.ts';
import { dropIdempotencyKey, storeReply, takeIdempotencyKey } from './idempotency.ts';
import { createApiKey, listApiKeys, revokeApiKey, userOfApiKey } from './key.ts';
import { writeFinalMetrics } from './metric-write.ts';
import { compareReproduction, newestRepeatOf, originalOf } from './reproduction.ts';
import { getFrozenRun, getParameters, getRun, runIdOf } from './run.ts';
import { listSections, writeSection } from './section.ts';
import { getSplit, saveSplit } from './split.ts';
import { closeUpload, createUpload, deleteUpload, getUpload, staleUploads } from './upload.ts';
import {
  createSession,
  createSignInLink,
  deleteSession,
  ensureAdmin,
  type User,
  userOfSession,
  useSignInLink,
} from './user.ts';

let db: TestDatabase;
let store: Store;
let user: User;

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  user = await aUser(store);
  return () => db.drop();
});

describe('a run', () => {
  it('is found by id and by short number, and by nothing else', async () => {
    const { id, number } = await submitRun(store, aSubmission(user));
    expect(await runIdOf(store, id)).toBe(id);
    expect(await runIdOf(store, String(number))).toBe(id);
    expect(await runIdOf(store, `#${number}`)).toBe(id);
    for (const ref of ['0', '99999', '9999999999', newId(), 'x', '']) {
      await expect(getRun(store, ref), ref).rejects.toMatchObject({ code: 'run-not-found' });
    }
  });

  it('keeps its frozen record and shows its configuration as dotted text', async () => {
    const { id } = await submitRun(store, aSubmission(user, { notes: 'nul \0 here', tags: { a: 'b' } }));
    expect(await getFrozenRun(store, id)).toEqual(aFrozenRun());
    expect(await getParameters(store, id)).toEqual({ epochs: '3', 'model.width': '8' });
    expect(await getRun(store, id)).toMatchObject({ notes: 'nul \ufffd here', tags: { a: 'b' }, seed: 0, threads: 1 });
  });
});

describe('checkpoints', () => {
  const write = async (run: string, name: string, step: number, best = false) =>
    writeCheckpoint(store, run, {
      id: newId(),
      name,
      attempt: 1,
      step,
      epoch: null,
      folder: `f/${name}`,
      files: [{ path: 'w', size: 10, sha256: 'a'.repeat(64) }],
      parts: ['model'],
      metrics: { 'validation/loss': 'NaN' },
      best,
    });

  it('are found by best, last, name and id; one best only; broken ones are passed over', async () => {
    const run = await submitRun(store, aSubmission(user));
    await write(run.id, 'one', 1, true);
    const two = await write(run.id, 'two', 2, true);
    const three = await write(run.id, 'three', 3);
    expect((await listCheckpoints(store, run.id)).map((each) => [each.name, each.best])).toEqual([
      ['three', false],
      ['two', true],
      ['one', false],
    ]);
    expect((await findCheckpoint(store, run, 'last')).name).toBe('three');
    expect((await findCheckpoint(store, run, 'best')).id).toBe(two.id);
    expect((await findCheckpoint(store, run, 'one')).folder).toBe('f/one');
    await markCheckpointBroken(store, three.id, 'differs');
    expect((await findCheckpoint(store, run, 'last')).name).toBe('two');
    await expect(findCheckpoint(store, run, three.id)).rejects.toMatchObject({ code: 'checkpoint-not-found' });
    await write(run.id, 'three', 4);
    expect((await findCheckpoint(store, run, 'last')).step).toBe(4);
  });
});

describe('results', () => {
  it('of the same path or title replace each other', async () => {
    const run = await submitRun(store, aSubmission(user));
    const file = (sha256: string) => ({ path: 'model.bin', kind: 'model', size: 1, sha256, meta: {}, location: 'x' });
    await writeArtifacts(store, run.id, 1, [file('a'), file('b')]);
    await writeArtifacts(store, run.id, 2, [file('c')]);
    expect(await listArtifacts(store, run.id)).toMatchObject([{ sha256: 'c' }]);
    await expect(getArtifact(store, run, 'other')).rejects.toMatchObject({ code: 'file-not-found' });
    const text = (markdown: string, title = 'Words'): Section => ({
      type: 'text',
      title,
      notes: [],
      data: { markdown },
    });
    expect(await writeSection(store, run.id, 1, text('one'))).toBe(1);
    expect(await writeSection(store, run.id, 1, text('two', 'More'))).toBe(2);
    expect(await writeSection(store, run.id, 2, text('three'))).toBe(1);
    expect((await listSections(store, run.id)).map((each) => each.data)).toEqual([
      { markdown: 'three' },
      { markdown: 'two' },
    ]);
  });

  it('of a repeat are held against the original, number by number and file by file', async () => {
    const first = await submitRun(store, aSubmission(user));
    const again = await submitRun(
      store,
      aSubmission(user, { reproduces: first.id, frozen: aFrozenRun({ resources: { threads: 2, gpus: 0 } }) }),
    );
    expect(await originalOf(store, again.id)).toBe(first.id);
    expect(await newestRepeatOf(store, first.id)).toBe(again.id);
    const model = { path: 'm', kind: 'model', size: 1, sha256: 'a', meta: {}, location: 'x' };
    await writeArtifacts(store, first.id, 1, [model]);
    await writeFinalMetrics(store, first.id, { 'test/f1': 0.1 + 0.2, 'fit/seconds': 1, odd: Number.NaN });
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({ verdict: 'pending' });
    await writeArtifacts(store, again.id, 1, [model]);
    await writeFinalMetrics(store, again.id, { 'test/f1': 0.1 + 0.2, 'fit/seconds': 2, odd: Number.NaN });
    await store.query("UPDATE run SET status = 'completed' WHERE id = $1", [again.id]);
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({
      verdict: 'identical',
      warnings: ['The threads differs: 1 then, 2 now.'],
      files: [{ path: 'm', equal: true }],
    });
    await writeFinalMetrics(store, again.id, { 'test/f1': 0.3 });
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({ verdict: 'different' });
  });

  it('of a repeat without numbers are as identical as all their files', async () => {
    const first = await submitRun(store, aSubmission(user));
    const again = await submitRun(store, aSubmission(user, { reproduces: first.id }));
    await store.query("UPDATE run SET status = 'completed' WHERE id = $1", [again.id]);
    const table = { path: 't.csv', kind: 'table', size: 1, sha256: 'a', meta: {}, location: 'x' };
    await writeArtifacts(store, first.id, 1, [table]);
    await writeArtifacts(store, again.id, 1, [table]);
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({ verdict: 'identical' });
    await writeArtifacts(store, again.id, 1, [{ ...table, sha256: 'b' }]);
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({
      verdict: 'different',
      files: [{ path: 't.csv', original: 'a', repeat: 'b', equal: false }],
    });
  });

  it('of a repeat that made another data set differ, and another processor is said', async () => {
    const first = await submitRun(store, aSubmission(user));
    const again = await submitRun(store, aSubmission(user, { reproduces: first.id }));
    await store.query("UPDATE run SET status = 'completed' WHERE id = $1", [again.id]);
    const carried = (id: string, processor: string, digest: string): Promise<unknown> =>
      store.query('UPDATE run_record SET circumstances = $2 WHERE run_id = $1', [
        id,
        JSON.stringify({
          ...{ host: 'h', processor, cores: 2, memory_bytes: 1, system: 's', node: '24', versions: {}, devices: [] },
          datasets: { made: digest },
        }),
      ]);
    for (const id of [first.id, again.id]) await writeFinalMetrics(store, id, { samples: 6 });
    await carried(first.id, 'an old one', 'd1');
    await carried(again.id, 'an old one', 'd1');
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({ verdict: 'identical', warnings: [] });
    await carried(again.id, 'a new one', 'd2');
    expect(await compareReproduction(store, again.id, first.id)).toMatchObject({
      verdict: 'different',
      files: [{ path: 'data set made', original: 'd1', repeat: 'd2', equal: false }],
      warnings: ['The processor differs: an old one then, a new one now.'],
    });
  });
});

describe('data sets', () => {
  const version = (digest: string, name = 'cwru') => ({
    name,
    ownerId: user.id,
    digest,
    kind: 'signals',
    samples: 3,
    size: 10,
    facts: {
      classes: [],
      units: [],
      rates_hz: [12000],
      seconds: null,
      conditions: [],
      channels: [],
      badge: null,
      notes: [],
    },
    manifest: { v: 1, kind: 'signals', files: [], label_column: null, unit_column: null },
    location: 'x',
    runId: null,
  });

  it('count their versions; the same content twice is one, also when two come at once', async () => {
    const register = (digest: string) => store.begin((tx) => registerDatasetVersion(tx, version(digest)));
    expect(await register('d1')).toEqual({ name: 'cwru', version: 1, created: true });
    const both = await Promise.all([register('d2'), register('d2'), register('d3')]);
    expect(both.filter((each) => each.created)).toHaveLength(2);
    expect(await register('d1')).toEqual({ name: 'cwru', version: 1, created: false });
    expect((await getDataset(store, 'cwru')).versions.map((each) => each.version)).toEqual([3, 2, 1]);
    expect((await getDataset(store, 'cwru@1')).latest.digest).toBe('d1');
    expect((await getDatasetVersion(store, 'd1')).name).toBe('cwru');
    expect((await getDatasetManifest(store, 'cwru')).rates_hz).toEqual([]);
    expect(await listDatasets(store, { limit: 10 })).toMatchObject({ total: 1, next_cursor: null });
    await expect(getDataset(store, 'cwru@9')).rejects.toMatchObject({ code: 'dataset-not-found' });
  });

  it('have splits that are there once, and uploads that are forgotten when nobody needs them', async () => {
    const split = {
      digest: 's',
      datasetDigest: 'd',
      by: 'unit',
      config: { split: { by: 'unit', train: 70, validation: 15, test: 15, seed: 0 }, window: null },
      note: null,
      companionDigest: null,
      sizes: { train: 7 },
      notScored: [],
      location: 'l',
    };
    await saveSplit(store, user.id, split);
    await saveSplit(store, user.id, { ...split, by: 'other' });
    expect(await getSplit(store, 's')).toEqual(split);
    expect(await getSplit(store, 't')).toBeNull();
    const id = await createUpload(store, { ownerId: user.id, location: 'up' });
    await closeUpload(store, id, { files: 2, size: 20 });
    expect(await getUpload(store, id)).toMatchObject({ whole: true, files: 2 });
    await submitRun(store, aSubmission(user, { uploadId: id }));
    expect(await staleUploads(store, -1)).toEqual([]);
    await store.query('UPDATE run SET ended_at = now()');
    expect(await staleUploads(store, -1)).toHaveLength(1);
    await deleteUpload(store, id);
    expect(await getUpload(store, id)).toBeNull();
  });
});

describe('who comes in', () => {
  it('by a link once, by a session until it ends, by a key until it is revoked', async () => {
    const admin = await ensureAdmin(store);
    expect(await ensureAdmin(store)).toEqual(admin);
    await createSignInLink(store, { keyHash: 'l', userId: admin.id, seconds: 60 });
    const used = await Promise.all([useSignInLink(store, 'l'), useSignInLink(store, 'l')]);
    expect(used.filter((each) => each !== null)).toHaveLength(1);
    await createSignInLink(store, { keyHash: 'old', userId: admin.id, seconds: -1 });
    expect(await useSignInLink(store, 'old')).toBeNull();
    await createSession(store, { tokenHash: 's', userId: admin.id, seconds: 60 });
    expect(await userOfSession(store, 's', 60)).toEqual(admin);
    await deleteSession(store, 's');
    expect(await userOfSession(store, 's', 60)).toBeNull();
    const run = await openExternalRun(store, { name: 'x', ownerId: admin.id, actor: actorOf(admin) });
    const key = await createApiKey(store, { userId: admin.id, name: 'ci', keyHash: 'k' });
    await createApiKey(store, { userId: admin.id, name: 'run', keyHash: 'r', runId: run.id, seconds: 60 });
    expect(await userOfApiKey(store, 'k')).toEqual({ ...admin, keyId: key, runId: null });
    expect((await userOfApiKey(store, 'r'))?.runId).toBe(run.id);
    const mine = { userId: admin.id, localKeyHash: 'of the home' };
    expect((await listApiKeys(store, mine)).map((each) => each.name)).toEqual(['ci']);
    await revokeApiKey(store, { id: key, ...mine });
    expect(await userOfApiKey(store, 'k')).toBeNull();
  });

  it('with the same request twice is answered as before, and with another one refused', async () => {
    const request = { ownerId: user.id, key: 'k', bodyHash: 'h', seconds: 60 };
    expect(await takeIdempotencyKey(store, request)).toEqual({ kind: 'new' });
    expect(await takeIdempotencyKey(store, request)).toEqual({ kind: 'busy' });
    await storeReply(store, request, { status: 201, body: { id: 1 } });
    expect(await takeIdempotencyKey(store, request)).toEqual({
      kind: 'replay',
      reply: { status: 201, body: { id: 1 } },
    });
    await expect(takeIdempotencyKey(store, { ...request, bodyHash: 'x' })).rejects.toMatchObject({
      code: 'idempotency-conflict',
    });
    await dropIdempotencyKey(store, request);
    expect(await takeIdempotencyKey(store, { ...request, bodyHash: 'x' })).toEqual({ kind: 'new' });
  });
});
