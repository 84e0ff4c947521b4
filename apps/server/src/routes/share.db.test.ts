import { createClient } from '@trainyard/api-client';
import { submitRun } from '@trainyard/queue/submit';
import { bury, claim, finish, registerWorker } from '@trainyard/queue/work';
import { newId, type User, writeArtifacts, writePoints, writeSection } from '@trainyard/store';
import { aReason, aSubmission, aUser, aWorkerSpec, fenceOf } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completedRun } from '../completed-run.fixture.ts';
import { sampleDataset } from '../dataset.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let user: User;
/** Whoever has the link: no key, no session. */
let anyone: ReturnType<typeof createClient>;
const workerId = newId();

beforeAll(async () => {
  server = await testServer();
  user = await aUser(server.database.store, 'ada');
  anyone = createClient({ url: server.url });
  await registerWorker(server.database.store, aWorkerSpec({ id: workerId, slots: 100 }));
});
afterAll(() => server.end());

async function finishedRun() {
  const { store } = server.database;
  const { id } = await submitRun(store, aSubmission(user, { name: '<b>shared</b>' }));
  const claimed = await claim(store, { workerId, leaseSeconds: 60, priorityAgeSeconds: 600, runId: id });
  if (claimed === null) throw new Error('the run could not be claimed');
  const fence = fenceOf(claimed);
  const { files } = server.parts;
  const saved = await files.saveArtifact({ runId: id, path: 'out/model.txt', source: Buffer.from('0123456789') });
  await writeArtifacts(store, id, 1, [{ path: 'out/model.txt', kind: 'model', meta: {}, location: '', ...saved }]);
  const points = ['loss', 'system/cpu_percent'].map((key) => ({ key, step: 1, value: 0.5 }));
  await writePoints(store, [{ runId: id, points }], fence);
  const data = { markdown: 'Look.' };
  await writeSection(store, id, 1, { type: 'text', title: 'Result', notes: [], data });
  const reason = { ...aReason('trainer-error'), message: 'It broke.', detail: { stderr: 'token=secret' } };
  await finish(store, fence, { how: 'failed', reason }, { retryLimit: 5, retryBackoffSeconds: 0 });
  await bury(store, fence);
  return id;
}

async function shared(seconds = 3600) {
  const id = await finishedRun();
  const share = await server.client.call('createShare', { params: { id }, body: { expires_in_s: seconds } });
  return { id, share, token: share.url.slice(share.url.lastIndexOf('/') + 1) };
}

const notGood = { status: 404, code: 'share-not-found' };

describe('a link to a run', () => {
  it('shows the run to who holds it, and nothing of where it ran or what its process printed', async () => {
    const { id, share, token } = await shared();
    expect(share.url).toBe(`${server.url}/shared/${token}`);
    const seen = await anyone.call('getSharedRun', { params: { token } });
    expect(seen).toMatchObject({
      run: { id, name: '<b>shared</b>', worker: null, reason: { message: 'It broke.', detail: {} } },
      config: { seed: 0, config: { epochs: 3 } },
      insights: { best_earlier: null },
      sections: [{ type: 'text', data: { markdown: 'Look.' } }],
      files: [{ path: 'out/model.txt', size: 10 }],
      expires_at: share.expires_at,
    });
    expect(seen.series.map(({ key }) => key)).toEqual(['loss']);
    expect(JSON.stringify(seen)).not.toMatch(/secret|host-a|location|@/);
    const { items } = await anyone.call('getSharedSeries', { params: { token }, query: { key: 'loss' } });
    expect(items[0]).toMatchObject({ key: 'loss' });
  });

  it('gives its files as downloads, whole and in parts, and no others', async () => {
    const { token } = await shared();
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/v1/shared/${token}/files/${path}`, { headers });
    const whole = await get('out/model.txt');
    expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
    expect(whole.headers.get('content-disposition')).toContain('attachment; filename="model.txt"');
    const part = await get('out/model.txt', { range: 'bytes=2-4' });
    expect([part.status, await part.text()]).toEqual([206, '234']);
    for (const path of ['other.txt', '..%2f..%2fkeys%2flocal.key', '%2fetc%2fpasswd']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it('shows the predictions of the run and the windows they were made of, and no other sample of its data', async () => {
    const { digest } = await sampleDataset(server.parts, { name: 'shared-tones', tones: true });
    const run = await completedRun(server, {
      frozen: {
        dataset: { name: 'shared-tones', version: 1, digest },
        config: { window: { seconds: 0.5, overlap: 50 } },
      },
      predictions: 'sample_id,truth,prediction\nhealthy-1-0#3,healthy,inner\nhealthy-1-1#0,healthy,healthy\n',
    });
    const { id, url } = await server.client.call('createShare', { params: { id: run.id }, body: {} });
    const token = url.slice(url.lastIndexOf('/') + 1);
    const wrong = await anyone.call('listSharedPredictions', { params: { token }, query: { errors: 'true' } });
    expect(wrong).toMatchObject({ total: 1, items: [{ sample_id: 'healthy-1-0#3', prediction: 'inner' }] });
    const cell = { truth: 'healthy', prediction: 'healthy' };
    expect(await anyone.call('listSharedPredictions', { params: { token }, query: cell })).toMatchObject({ total: 1 });
    const draw = (sample: string, by = token) =>
      anyone.call('getSharedSignal', { params: { token: by }, query: { sample } });
    expect(await draw('healthy-1-0#3')).toMatchObject({ sample_id: 'healthy-1-0', from_s: 0.75, n: 500 });
    // Whole recordings and samples of the training part are of the data set, not of this run's results.
    for (const other of ['healthy-1-0', 'healthy-1-0#2', 'inner-0-0']) {
      await expect(draw(other), other).rejects.toMatchObject({ code: 'sample-not-found', status: 404 });
    }
    const elsewhere = await shared();
    await expect(draw('healthy-1-0#3', elsewhere.token)).rejects.toMatchObject({ code: 'sample-not-found' });
    const absent = anyone.call('listSharedPredictions', { params: { token: elsewhere.token } });
    await expect(absent).rejects.toMatchObject({ code: 'predictions-absent' });
    await server.client.call('revokeShare', { params: { share: id } });
    await expect(draw('healthy-1-0#3')).rejects.toMatchObject(notGood);
    await expect(anyone.call('listSharedPredictions', { params: { token } })).rejects.toMatchObject(notGood);
  });

  it('is good until it expires, is revoked, or its run is deleted', async () => {
    const { store } = server.database;
    const [old, revoked, deleted] = [await shared(), await shared(), await shared()];
    await store.query("UPDATE share SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1", [
      old.share.id,
    ]);
    await server.client.call('revokeShare', { params: { share: revoked.share.id } });
    await server.client.call('deleteRun', { params: { id: deleted.id } });
    for (const { token } of [old, revoked, deleted]) {
      await expect(anyone.call('getSharedRun', { params: { token } })).rejects.toMatchObject(notGood);
      const series = anyone.call('getSharedSeries', { params: { token }, query: { key: 'loss' } });
      await expect(series).rejects.toMatchObject(notGood);
      expect((await fetch(`${server.url}/api/v1/shared/${token}/files/out/model.txt`)).status).toBe(404);
    }
    await server.client.call('restoreRun', { params: { id: deleted.id } });
    expect((await anyone.call('getSharedRun', { params: { token: deleted.token } })).run.id).toBe(deleted.id);
    const again = server.client.call('revokeShare', { params: { share: revoked.share.id } });
    await expect(again).rejects.toMatchObject(notGood);
  });

  it('is told once: afterwards only its hash is known', async () => {
    const { id, share, token } = await shared();
    const { items } = await server.client.call('listShares', { params: { id } });
    expect(items).toEqual([{ ...items[0], id: share.id, run_id: id, used_at: null }]);
    expect(JSON.stringify(items)).not.toContain(token);
    const { rows } = await server.database.store.query('SELECT row_to_json(s)::text AS row FROM share s');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(Buffer.from(token.replace('ty_share_', ''), 'base64url')).toHaveLength(32);
    await anyone.call('getSharedRun', { params: { token } });
    expect((await server.client.call('listShares', { params: { id } })).items[0]?.used_at).not.toBeNull();
  });

  it("is revoked by who made it, by the run's owner, and by administrators only", async () => {
    const { share } = await shared();
    const other = createClient({ url: server.url, key: await server.keyFor('member') });
    const refused = other.call('revokeShare', { params: { share: share.id } });
    await expect(refused).rejects.toMatchObject({ status: 403 });
    const own = await other.call('createShare', { params: { id: share.run_id }, body: {} });
    await other.call('revokeShare', { params: { share: own.id } });
    await server.client.call('revokeShare', { params: { share: share.id } });
  });

  it('cannot be found by trying', async () => {
    const limited = await testServer();
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 62; i += 1) {
        statuses.push((await fetch(`${limited.url}/api/v1/shared/ty_share_wrong${i}`)).status);
      }
      expect([statuses[0], statuses[59], statuses[61]]).toEqual([404, 404, 429]);
    } finally {
      await limited.end();
    }
  });
});
