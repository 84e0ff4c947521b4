import { type Client, createClient } from '@trainyard/api-client';
import { newId } from '@trainyard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completedRun, metricRow, metricTable } from '../completed-run.fixture.ts';
import { modelRun, runWithModels } from '../model-run.fixture.ts';
import { removeDeletedRuns } from '../removal.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
});
afterAll(() => server.end());

const register = (name: string, run: { number: number }, note?: string) =>
  client.call('registerModel', {
    params: { name },
    body: { run: run.number, ...(note === undefined ? {} : { note }) },
  });
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ code: 'none', message: '' }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );

describe('registering', () => {
  it('keeps files, digest, size and headline of the run, and its lineage', async () => {
    const run = await modelRun(server, {
      frozen: { split: { digest: 's', by: 'unit', note: null, companion_digest: null, sizes: {}, not_scored: [] } },
      sections: [metricTable(metricRow('test/accuracy', 0.93, { low: 0.9, high: 0.95 }))],
      files: [
        { path: 'model.onnx', kind: 'onnx', content: 'graph', meta: { classes: ['a', 'b'] } },
        { path: 'model.pt', kind: 'model', content: 'weights' },
        { path: 'history.json', kind: 'history', content: '[]' },
      ],
    });
    const version = await register('bearing-net', run, 'first <script>');
    expect(version).toMatchObject({
      name: 'bearing-net',
      version: 1,
      run: { id: run.id, number: run.number, trainer: 'sample' },
      split: { by: 'unit', note: null },
      dataset: null,
      metric: { key: 'test/accuracy', value: 0.93, low: 0.9, high: 0.95, better: 'higher' },
      size: 12,
      note: 'first <script>',
      aliases: [],
      used_by: 0,
    });
    expect(version.files.map(({ path, kind }) => [path, kind])).toEqual([
      ['model.pt', 'model'],
      ['model.onnx', 'onnx'],
    ]);
    expect(version.sha256).toBe(version.files[0]?.sha256);
    expect((await client.call('listRunModels', { params: { id: run.id } })).items).toEqual([version]);
    const listed = await client.call('listModels', { query: { q: 'BEARING' } });
    expect(listed.items.map(({ name, latest }) => [name, latest?.version])).toEqual([['bearing-net', 1]]);
  });

  it('gives the same run its version back, and others the next numbers, also all at once', async () => {
    const runs = await Promise.all(Array.from({ length: 6 }, () => modelRun(server)));
    const versions = await Promise.all(runs.map((run) => register('at-once', run)));
    expect(versions.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const [first] = runs;
    if (first === undefined) throw new Error('no run');
    const again = await Promise.all([register('at-once', first), register('at-once', first)]);
    expect(new Set(again.map(({ version }) => version))).toEqual(new Set([versions[0]?.version]));
    expect((await client.call('getModel', { params: { ref: 'at-once' } })).versions.map((v) => v.version)).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
  });

  it('answers 201 for a new version and 200 for one that is there, and honours Idempotency-Key', async () => {
    const run = await modelRun(server);
    const ask = (key: string) =>
      fetch(`${server.url}/api/v1/models/by-status/versions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${server.localKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ run: run.number }),
      });
    const first = await ask('a');
    expect([first.status, first.headers.get('location')]).toEqual([201, '/api/v1/models/by-status@1']);
    const replayed = await ask('a');
    expect([replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await ask('b')).status).toBe(200);
  });

  it('refuses runs that have no model, have not ended, are deleted, or are not there', async () => {
    const bare = await completedRun(server);
    expect(await problemOf(register('nothing', bare))).toEqual({
      code: 'model-unfit',
      message: `Run ${bare.number} cannot be registered as a model: it kept no file of kind model or onnx.`,
    });
    const waiting = await runWithModels(server, []);
    expect((await problemOf(register('nothing', waiting))).message).toContain('it is queued');
    const gone = await modelRun(server);
    await client.call('deleteRun', { params: { id: gone.id } });
    expect((await problemOf(register('nothing', gone))).code).toBe('run-deleted');
    expect((await problemOf(register('nothing', { number: 999_999 }))).code).toBe('run-not-found');
    // A refused registration leaves no empty model behind.
    expect((await problemOf(client.call('getModel', { params: { ref: 'nothing' } }))).code).toBe('model-not-found');
    for (const name of ['With Spaces', '<script>', '-x', 'a'.repeat(61), '1st']) {
      expect((await problemOf(register(name, bare))).code, name).toBe('query-invalid');
    }
  });
});

describe('references and aliases', () => {
  it('name the newest, a number or an alias; what is wrong is said with what there is', async () => {
    const [one, two] = [await modelRun(server), await modelRun(server)];
    await register('pump', one);
    await register('pump', two);
    await client.call('setModelAlias', { params: { name: 'pump', alias: 'champion' }, body: { version: 1 } });
    const latest = async (ref: string) => (await client.call('getModel', { params: { ref } })).latest?.version;
    expect([await latest('pump'), await latest('pump@1'), await latest('pump@champion')]).toEqual([2, 1, 1]);
    const missing = async (ref: string) => (await problemOf(client.call('getModel', { params: { ref } }))).message;
    expect(await missing('pump@7')).toBe('There is no model "pump@7". Its newest version is 2; its aliases: champion.');
    expect(await missing('pump@best')).toContain('its aliases: champion');
    expect(await missing('pumo')).toBe('There is no model "pumo". Did you mean "pump"?');
    expect(await missing('<script>')).toBe('There is no model "<script>".');
  });

  it('every move is kept with who and when; setting it where it points already is none', async () => {
    await register('moved', await modelRun(server));
    await register('moved', await modelRun(server));
    const set = (version: number) =>
      client.call('setModelAlias', { params: { name: 'moved', alias: 'champion' }, body: { version } });
    await set(1);
    await set(1);
    const moved = await set(2);
    expect(moved.aliases).toMatchObject([{ alias: 'champion', version: 2, moved_by: { name: expect.any(String) } }]);
    expect((await problemOf(set(9))).code).toBe('model-not-found');
    await client.call('removeModelAlias', { params: { name: 'moved', alias: 'champion' } });
    const { items } = await client.call('listModelMoves', { params: { name: 'moved' } });
    expect(items.map(({ from, to }) => [from, to])).toEqual([
      [2, null],
      [1, 2],
      [null, 1],
    ]);
    const again = client.call('removeModelAlias', { params: { name: 'moved', alias: 'champion' } });
    expect(await problemOf(again)).toEqual({
      code: 'model-alias-not-found',
      message: 'Model moved has no alias "champion".',
    });
  });
});

describe('deleting', () => {
  it('a run whose model is registered stays, until its version is gone', async () => {
    const run = await modelRun(server);
    const { version } = await register('keeper', run);
    expect(await problemOf(client.call('deleteRun', { params: { id: run.id } }))).toEqual({
      code: 'run-is-model',
      message: `Run ${run.number} cannot be deleted: its model is registered as keeper@${version}.`,
    });
    const bulk = await client.call('changeRuns', { body: { ids: [run.id], action: 'delete' } });
    expect(bulk.refused[0]?.message).toContain('keeper@1');
    await client.call('deleteModelVersion', { params: { name: 'keeper', version } });
    expect((await client.call('deleteRun', { params: { id: run.id } })).deleted_at).not.toBeNull();
  });

  it('a deletion and a registration of one run at the same time leave nothing dangling', async () => {
    for (let round = 0; round < 8; round += 1) {
      const run = await modelRun(server);
      const name = `race-${round < 4 ? 'a' : 'b'}`;
      const [registered, deleted] = await Promise.all([
        problemOf(register(name, run)),
        problemOf(client.call('deleteRun', { params: { id: run.id } })),
      ]);
      expect([registered.code, deleted.code].filter((code) => code === 'none')).toHaveLength(1);
    }
  });

  it('a version that a run names is refused by the number of the run; a number is not given again', async () => {
    const made = await register('used', await modelRun(server));
    const user = await runWithModels(server, [made]);
    const remove = () => problemOf(client.call('deleteModelVersion', { params: { name: 'used', version: 1 } }));
    expect(await remove()).toEqual({
      code: 'model-in-use',
      message: `used@1 cannot be deleted: run ${user.number} uses it.`,
    });
    expect((await problemOf(client.call('deleteModel', { params: { name: 'used' } }))).message).toContain(
      `run ${user.number} uses its version 1`,
    );
    const uses = await client.call('listModelUses', { params: { name: 'used' } });
    expect(uses.items.map(({ version, run }) => [version, run.number])).toEqual([[1, user.number]]);
    expect((await client.call('getModel', { params: { ref: 'used' } })).latest?.used_by).toBe(1);
    // Once the run that used it is gone for good, nothing names it any more.
    const { store } = server.database;
    await client.call('cancelRun', { params: { id: user.id } });
    await client.call('deleteRun', { params: { id: user.id } });
    expect((await remove()).code).toBe('model-in-use');
    await store.query("UPDATE run SET deleted_at = deleted_at - interval '400 days' WHERE id = $1", [user.id]);
    await removeDeletedRuns(server.parts);
    expect((await remove()).code).toBe('none');
    expect((await register('used', await modelRun(server))).version).toBe(2);
  });

  it('a version that an alias points at is refused; a whole model goes with its aliases', async () => {
    await register('pointed', await modelRun(server));
    await client.call('setModelAlias', { params: { name: 'pointed', alias: 'champion' }, body: { version: 1 } });
    expect(await problemOf(client.call('deleteModelVersion', { params: { name: 'pointed', version: 1 } }))).toEqual({
      code: 'model-in-use',
      message: 'pointed@1 cannot be deleted: the alias champion points at it.',
    });
    await client.call('deleteModel', { params: { name: 'pointed' } });
    expect((await problemOf(client.call('getModel', { params: { ref: 'pointed' } }))).code).toBe('model-not-found');
  });

  it('a run that was planned with a version that is gone meanwhile is not submitted', async () => {
    const made = await register('fleeting', await modelRun(server));
    await client.call('deleteModel', { params: { name: 'fleeting' } });
    await expect(runWithModels(server, [made])).rejects.toMatchObject({ code: 'model-not-found' });
    // The name was given anew: the number alone is not the version that was meant.
    await register('fleeting', await modelRun(server));
    await expect(runWithModels(server, [made])).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it("others' models are an administrator's to delete; viewers change nothing", async () => {
    const [member, viewer] = await Promise.all(
      (['member', 'viewer'] as const).map(async (role) =>
        createClient({ url: server.url, key: await server.keyFor(role) }),
      ),
    );
    if (member === undefined || viewer === undefined) throw new Error('no clients');
    const run = await modelRun(server);
    await register('guarded', run);
    expect((await problemOf(member.call('deleteModel', { params: { name: 'guarded' } }))).code).toBe('forbidden');
    expect((await problemOf(viewer.call('createModel', { body: { name: 'mine' } }))).code).toBe('forbidden');
    await member.call('createModel', { body: { name: 'mine', description: 'for \u0000 tests' } });
    expect((await problemOf(member.call('createModel', { body: { name: 'mine' } }))).code).toBe('model-exists');
    const patched = await member.call('patchModel', { params: { name: 'mine' }, body: { description: 'what for' } });
    expect(patched).toMatchObject({ description: 'what for', latest: null, versions: [] });
    expect((await problemOf(member.call('getModel', { params: { ref: 'mine@1' } }))).message).toContain(
      'has no version yet',
    );
    await member.call('deleteModel', { params: { name: 'mine' } });
    const noted = await member.call('patchModelVersion', {
      params: { name: 'guarded', version: 1 },
      body: { note: 'checked' },
    });
    expect(noted.note).toBe('checked');
    expect((await problemOf(client.call('getModel', { params: { ref: newId() } }))).code).toBe('model-not-found');
  });
});
