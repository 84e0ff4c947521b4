import { createClient } from '@trainyard/api-client';
import { openExternalRun, requestAction, submitRun } from '@trainyard/queue/submit';
import { createApiKey, type User, writePoints } from '@trainyard/store';
import { actorOf, aFrozenRun, aSubmission, aUser } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, newSecret } from '../auth/secret.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let ada: User;
let adas: ReturnType<typeof createClient>;

beforeAll(async () => {
  server = await testServer();
  ada = await aUser(server.database.store, 'ada');
  await server.database.store.query(`UPDATE "user" SET role = 'member' WHERE id = $1`, [ada.id]);
  const key = newSecret('key');
  await createApiKey(server.database.store, { userId: ada.id, name: 'test', keyHash: hashSecret(key) });
  adas = createClient({ url: server.url, key });
});
afterAll(() => server.end());

/** A run that has ended: cancelled before anybody took it. */
async function endedRun(name: string, config: Record<string, unknown> = {}, owner = ada) {
  const { store } = server.database;
  const run = await submitRun(store, aSubmission(owner, { name, frozen: aFrozenRun({ config }) }));
  await requestAction(store, run.id, 'cancel', actorOf(owner));
  return run;
}

const names = async (query: Parameters<typeof adas.call<'listRuns'>>[1]) =>
  (await adas.call('listRuns', query)).items.map((run) => run.name);

describe('deleting runs', () => {
  it('hides a run from lists until it is restored; its own page says so all the while', async () => {
    const { id, number } = await endedRun('to delete');
    const gone = await adas.call('deleteRun', { params: { id: String(number) } });
    expect(gone.deleted_at).not.toBeNull();
    expect(await names({ query: { q: 'delete' } })).toEqual([]);
    expect((await adas.call('listRuns', { query: { q: 'delete' } })).total).toBe(0);
    expect(await names({ query: { q: 'delete', filter: 'deleted:true' } })).toEqual(['to delete']);
    expect((await adas.call('getRun', { params: { id } })).deleted_at).toBe(gone.deleted_at);
    expect((await adas.call('restoreRun', { params: { id } })).deleted_at).toBeNull();
    expect(await names({ query: { q: 'delete' } })).toEqual(['to delete']);
  });

  it('is told once, to the page of the run and to every list', async () => {
    const { id } = await endedRun('told once');
    const heard = async () => {
      const { items } = await adas.call('listEvents', { params: { id }, query: { kinds: 'run-edited' } });
      return items.map((event) => event.data);
    };
    for (let i = 0; i < 2; i += 1) await adas.call('deleteRun', { params: { id } });
    for (let i = 0; i < 2; i += 1) await adas.call('restoreRun', { params: { id } });
    const actor = { kind: 'user', id: ada.id, name: 'ada' };
    expect(await heard()).toEqual([
      { fields: ['deleted'], actor },
      { fields: ['restored'], actor },
    ]);
    const topic = await server.database.store.query("SELECT 1 FROM topic_event WHERE topic = 'runs' AND run_id = $1", [
      id,
    ]);
    // Submitted, cancelled, deleted, restored.
    expect(topic.count).toBe(4);
  });

  it('is refused in words for a run that goes on, one that is kept, and one of somebody else', async () => {
    const { store } = server.database;
    const live = await submitRun(store, aSubmission(ada, { name: 'live' }));
    const refusal = (ref: number | string) =>
      adas.call('deleteRun', { params: { id: String(ref) } }).then(
        () => null,
        (error: { code: string; detail: string }) => [error.code, error.detail],
      );
    expect(await refusal(live.number)).toEqual([
      'run-not-ended',
      `Run ${live.number} is queued; only runs that have ended are deleted.`,
    ]);
    const kept = await endedRun('kept');
    await adas.call('patchRun', { params: { id: kept.id }, body: { kept: true } });
    expect((await refusal(kept.number))?.[0]).toBe('run-kept');
    await adas.call('patchRun', { params: { id: kept.id }, body: { kept: false } });
    expect(await refusal(kept.number)).toBeNull();
    const others = await endedRun('of grace', {}, await aUser(store, 'grace'));
    expect((await refusal(others.number))?.[0]).toBe('forbidden');
    // An administrator may.
    await server.client.call('deleteRun', { params: { id: others.id } });
    const restored = adas.call('restoreRun', { params: { id: others.id } });
    await expect(restored).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('changing many runs', () => {
  it('does what it can and says what it could not, each in words', async () => {
    const [one, two] = [await endedRun('bulk one'), await endedRun('bulk two')];
    const live = await submitRun(server.database.store, aSubmission(ada, { name: 'bulk live' }));
    const ids = [one.id, String(two.number), String(live.number), '999999', one.id];
    const result = await adas.call('changeRuns', { body: { ids, action: 'delete' } });
    expect(result.done).toEqual([
      { id: one.id, number: one.number },
      { id: two.id, number: two.number },
    ]);
    expect(result.refused).toEqual([
      { id: String(live.number), message: `Run ${live.number} is queued; only runs that have ended are deleted.` },
      { id: '999999', message: 'There is no run 999999.' },
    ]);
    expect(await names({ query: { q: 'bulk' } })).toEqual(['bulk live']);
    await adas.call('changeRuns', { body: { ids: [one.id, two.id], action: 'restore' } });
    expect(await names({ query: { q: 'bulk' } })).toEqual(['bulk live', 'bulk two', 'bulk one']);
  });

  it('tags and keeps, and leaves other tags alone', async () => {
    const run = await endedRun('tagged');
    const ids = [run.id];
    const change = (body: Parameters<typeof adas.call<'changeRuns'>>[1]['body']) => adas.call('changeRuns', { body });
    const now = () => adas.call('getRun', { params: { id: run.id } });
    await change({ ids, action: 'tag', tags: { team: 'blue', stage: '1' } });
    await change({ ids, action: 'tag', tags: { stage: '2' } });
    expect((await now()).tags).toEqual({ team: 'blue', stage: '2' });
    expect(await names({ query: { q: 'blue tagged' } })).toEqual(['tagged']);
    await change({ ids, action: 'untag', tags: { team: '' } });
    expect((await now()).tags).toEqual({ stage: '2' });
    expect(await names({ query: { q: 'blue tagged' } })).toEqual([]);
    await change({ ids, action: 'keep' });
    expect((await now()).kept).toBe(true);
    await change({ ids, action: 'unkeep' });
    expect((await now()).kept).toBe(false);
    await expect(change({ ids, action: 'tag' })).rejects.toMatchObject({ code: 'query-invalid' });
  });
});

describe('the table of runs', () => {
  it('brings the parameters that are asked for, and sorts by one: as numbers where all are', async () => {
    for (const [name, lr, model] of [
      ['p two', 10, 'cnn'],
      ['p one', 9, 'Svm'],
      ['p open', null, 'tree'],
    ] as const) {
      await endedRun(name, { lr, model: { kind: model }, 'a,b': 1 });
    }
    const query = { q: 'p', filter: 'parameter.lr:9,parameter.lr:10,parameter.lr:null' };
    const page = await adas.call('listRuns', {
      query: { ...query, parameters: 'lr,model.kind,a\\,b', sort: 'number' },
    });
    expect(page.items.map((run) => run.parameters)).toEqual([
      { lr: '10', 'model.kind': 'cnn', 'a,b': '1' },
      { lr: '9', 'model.kind': 'Svm', 'a,b': '1' },
      { lr: 'null', 'model.kind': 'tree', 'a,b': '1' },
    ]);
    expect(await names({ query: { ...query, sort: 'parameter:lr' } })).toEqual(['p one', 'p two', 'p open']);
    expect(await names({ query: { ...query, sort: '-parameter:lr' } })).toEqual(['p two', 'p one', 'p open']);
    expect(await names({ query: { ...query, sort: 'parameter:model.kind' } })).toEqual(['p two', 'p one', 'p open']);
    expect((await adas.call('listRuns', { query })).items[0]?.parameters).toBeUndefined();
  });

  it('sorts by owner and progress, and turns pages in every order', async () => {
    const { store } = server.database;
    const zoe = await aUser(store, 'Zoe');
    const bob = await aUser(store, 'bob');
    await endedRun('s zoe', {}, zoe);
    await endedRun('s bob', {}, bob);
    const half = await endedRun('s half', {}, bob);
    await store.query(`UPDATE run SET progress = '{"fraction": 0.5}' WHERE id = $1`, [half.id]);
    const q = { q: 's', filter: `owner:Zoe,owner:bob` };
    expect(await names({ query: { ...q, sort: 'owner' } })).toEqual(['s bob', 's half', 's zoe']);
    expect((await names({ query: { ...q, sort: 'progress' } }))[0]).toBe('s half');
    for (const sort of ['owner', '-owner', 'progress', 'parameter:none', '-name']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await adas.call('listRuns', {
          query: { ...q, sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) },
        });
        seen.push(...page.items.map((run) => run.name));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect([sort, seen]).toEqual([sort, await names({ query: { ...q, sort } })]);
    }
  });

  it('turns pages sorted by the longest of names', async () => {
    const long = '🚂'.repeat(98);
    for (let i = 0; i < 3; i += 1) await endedRun(`${long} ${i}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { sort: 'name', limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      const page = await adas.call('listRuns', { query });
      seen.push(...page.items.map((run) => run.name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.filter((name) => name.startsWith(long))).toHaveLength(3);
  });

  it('knows what its columns can be, without deleted runs', async () => {
    const own = await testServer();
    try {
      const { store } = own.database;
      const user = await aUser(store, 'ada');
      for (let i = 0; i < 3; i += 1) {
        const { id } = await submitRun(
          store,
          aSubmission(user, {
            tags: i === 0 ? { team: 'x' } : {},
            frozen: aFrozenRun({ config: { lr: i, ...(i > 0 ? { depth: 1 } : {}) } }),
          }),
        );
        await requestAction(store, id, 'cancel', actorOf(user));
        if (i === 2) await own.client.call('deleteRun', { params: { id } });
      }
      const { id } = await openExternalRun(store, { name: 'outside', ownerId: user.id, actor: actorOf(user) });
      await writePoints(store, [
        {
          runId: id,
          points: [
            { key: 'loss', step: 1, value: 1 },
            { key: 'system/cpu_percent', step: 1, value: 1 },
          ],
        },
      ]);
      expect(await own.client.call('listRunColumns')).toEqual({
        metrics: [{ name: 'loss', runs: 1 }],
        parameters: [
          { name: 'lr', runs: 2 },
          { name: 'depth', runs: 1 },
        ],
        tags: [{ name: 'team', runs: 1 }],
        trainers: [{ name: 'sample', runs: 2 }],
        datasets: [],
        owners: [{ id: user.id, name: 'ada', runs: 3 }],
        statuses: [
          { name: 'cancelled', runs: 2 },
          { name: 'running', runs: 1 },
        ],
      });
    } finally {
      await own.end();
    }
  });
});

describe('runs as CSV', () => {
  const csv = async (query: string) => {
    const response = await adas.download(`/api/v1/runs.csv?${query}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { response, bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  };

  it('holds the whole filtered set in the order asked for, for a spreadsheet, with nothing that acts', async () => {
    const { store } = server.database;
    const run = await submitRun(
      store,
      aSubmission(ada, {
        name: '=HYPERLINK("x")',
        notes: 'two\nlines, quoted "so"',
        tags: { 'csv team': '@x' },
        frozen: aFrozenRun({ config: { lr: -0.5, text: '-y' } }),
      }),
    );
    await endedRun('csv team plain');
    const columns = encodeURIComponent('name,parameter.lr,parameter.text,metric.loss,tag.csv team,status');
    const { response, bytes, text } = await csv(`q=csv+team&sort=number&columns=${columns}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('filename="runs.csv"');
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, first, second] = text.slice(1).split('\r\n');
    expect(head).toBe(
      'number,name,status,trainer,preset,dataset,version,split,owner,tags,created_at,started_at,ended_at,running_s,' +
        'notes,parameter.lr,parameter.text,metric.loss,tag.csv team',
    );
    expect(first).toMatch(new RegExp(`^${run.number},"'=HYPERLINK\\(""x""\\)",queued,sample,,,,,ada,csv team=@x,`));
    expect(first?.endsWith(`,"two\nlines, quoted ""so""",-0.5,'-y,,'@x`)).toBe(true);
    expect(second).toContain(',csv team plain,cancelled,');
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('goes on over more runs than one page has', async () => {
    const { store } = server.database;
    await store.query(
      `WITH made AS (
         INSERT INTO run (id, owner_id, experiment_id, executor, name, status, created_at)
         SELECT gen_random_uuid(), $1, (SELECT id FROM experiment LIMIT 1), 'worker', 'many ' || i, 'completed', now()
         FROM generate_series(1, 1203) i RETURNING id)
       INSERT INTO run_record (run_id) SELECT id FROM made`,
      [ada.id],
    );
    const { text } = await csv('filter=status:completed&sort=name');
    const lines = text.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(1203);
    expect(new Set(lines).size).toBe(1203);
    expect(lines[0]).toContain(',many 1,');
  });

  it('says what is wrong with the question before it begins', async () => {
    for (const query of [
      'sort=nonsense',
      'filter=nonsense',
      `columns=${Array.from({ length: 201 }, (_, i) => `m${i}`).join()}`,
    ]) {
      const response = await fetch(`${server.url}/api/v1/runs.csv?${query}`, {
        headers: { authorization: `Bearer ${server.localKey}` },
      });
      expect([query.slice(0, 20), response.status]).toEqual([query.slice(0, 20), 400]);
      expect(await response.json()).toMatchObject({ code: 'query-invalid' });
    }
  });
});
