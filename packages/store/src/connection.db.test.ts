import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExternalRun, submitRun } from '@trainyard/queue/submit';
import { appendBatch, appendMetrics, beat, claim, finish, reap, registerWorker } from '@trainyard/queue/work';
import {
  actorOf,
  aReason,
  aSubmission,
  aUser,
  aWorkerSpec,
  fenceOf,
  startCluster,
  testDatabase,
} from '@trainyard/testkit';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { newId, openStore } from './connection.ts';
import { retryWhileDown } from './connection-loss.ts';
import { appendEvents, listEvents } from './event.ts';
import { migrate, migrationState, readMigrations } from './migrate.ts';
import { getRun } from './run.ts';

describe('migrations', () => {
  for (const version of [14, 18] as const) {
    it(`make the schema on PostgreSQL ${version} once, also when several processes start together, and a run goes through`, async () => {
      await using db = await testDatabase({ version, empty: true });
      const applied = await Promise.all([migrate(db.store), migrate(db.another()), migrate(db.another())]);
      expect(applied.flat()).toEqual((await readMigrations()).map((migration) => migration.name));
      expect(await migrationState(db.store)).toMatchObject({ pending: [], foreign: [] });
      const user = await aUser(db.store);
      const { id } = await submitRun(db.store, aSubmission(user));
      const workerId = newId();
      await registerWorker(db.store, aWorkerSpec({ id: workerId }));
      const taken = await claim(db.store, { workerId, leaseSeconds: 8, priorityAgeSeconds: 600 });
      if (taken === null) throw new Error('nothing to claim');
      await appendMetrics(db.store, fenceOf(taken), [{ key: 'a', step: 1, value: 2 }]);
      await finish(
        db.store,
        fenceOf(taken),
        { how: 'done', reason: aReason('done') },
        { retryLimit: 5, retryBackoffSeconds: 2 },
      );
      expect(await getRun(db.store, id)).toMatchObject({ status: 'completed', metrics: { a: 2 } });
    });
  }

  it('stop before a schema that is newer or was changed', async () => {
    await using db = await testDatabase();
    await db.store.query("INSERT INTO schema_migration VALUES (9999, 'from the future', 'x')");
    await expect(migrate(db.store)).rejects.toMatchObject({ code: 'database-unfit' });
  });
});

describe('a database that goes away', () => {
  it('is told as such, and work goes on by itself when it is back; nothing committed is lost, and leases are not taken for expired', async () => {
    const cluster = await startCluster();
    const db = await testDatabase({ cluster });
    const { store } = db;
    let stop = false;
    let writing = Promise.resolve();
    try {
      const user = await aUser(store);
      const { id } = await submitRun(store, aSubmission(user));
      const workerId = newId();
      await registerWorker(store, aWorkerSpec({ id: workerId }));
      const taken = await claim(store, { workerId, leaseSeconds: 1, priorityAgeSeconds: 600 });
      if (taken === null) throw new Error('nothing to claim');
      let written = 0;
      let outages = 0;
      const onDown = (): void => {
        outages += 1;
      };
      const options = { forSeconds: 60, onDown };
      writing = (async () => {
        for (let step = 0; !stop; step += 1) {
          const report = { number: step + 1, points: [{ key: 'a', step, value: 1 }], logs: [], events: [] };
          await retryWhileDown(() => appendBatch(store, fenceOf(taken), report), options);
          written += 1;
        }
      })();
      await cluster.restart('kill');
      await cluster.restart('fast');
      await cluster.kill();
      await expect(store.query('SELECT 1')).rejects.toMatchObject({ code: 'database-unreachable' });
      await cluster.start();
      const before = written;
      await expect.poll(() => written, { timeout: 20_000 }).toBeGreaterThan(before + 3);
      stop = true;
      await writing;
      expect(outages).toBeGreaterThan(0);
      // The lease of one second is long past, but the server has only just started.
      expect(await reap(store, { leaseSeconds: 60, retryLimit: 5, retryBackoffSeconds: 2 })).toEqual([]);
      expect((await beat(store, { workerId, leaseSeconds: 8, held: [{ runId: id, attempt: 1 }] })).lost).toEqual([]);
      // Also the batch whose commit was not answered is there once.
      const count = await store.query<{ count: number }>('SELECT count FROM series');
      expect(count.rows[0]?.count).toBe(written);
      const events = await listEvents(store, id, { after: 0, limit: 100_000 });
      expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    } finally {
      stop = true;
      await writing.catch(() => undefined);
      await db.drop();
      await cluster.stop();
    }
  });

  it('is told as such when its link is half open: nothing comes, and nothing is closed', async () => {
    await using db = await testDatabase();
    const { host, port } = new pg.Client({ connectionString: db.url });
    const links: Socket[] = [];
    const proxy = createServer((near) => {
      const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
      links.push(near, far);
      for (const link of [near, far]) link.on('error', () => undefined);
      near.pipe(far);
      far.pipe(near);
    });
    const folder = await mkdtemp(join(tmpdir(), 'trainyard-link-'));
    await new Promise<void>((resolve) => proxy.listen(join(folder, `.s.PGSQL.${port}`), resolve));
    const url = new URL(db.url);
    url.searchParams.set('host', folder);
    const store = openStore({
      url: url.href,
      settings: { databasePool: 1, statementTimeoutSeconds: 0.5, leaseSeconds: 8 },
    });
    try {
      await store.query('SELECT 1');
      for (const link of links) link.unpipe().pause();
      await expect(store.query('SELECT 1')).rejects.toMatchObject({ code: 'database-unreachable' });
      // The dead link is not used again.
      expect((await store.query('SELECT 1')).count).toBe(1);
    } finally {
      for (const link of links) link.destroy();
      await store.close();
      proxy.close();
      await rm(folder, { recursive: true });
    }
  });

  it('lets go of what a process holds that stands still within a transaction', async () => {
    await using db = await testDatabase({ settings: { leaseSeconds: 0.5 } });
    const frozen = db.another();
    await db.store.query('CREATE TABLE held (n int); INSERT INTO held VALUES (1)');
    const locked = Promise.withResolvers<void>();
    const woken = Promise.withResolvers<void>();
    const work = frozen.begin(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(1)');
      await tx.query('UPDATE held SET n = 2');
      locked.resolve();
      await woken.promise;
      await tx.query('UPDATE held SET n = 3');
    });
    const ended = expect(work).rejects.toMatchObject({ code: 'database-unreachable' });
    await locked.promise;
    await db.store.begin(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(1)');
      await tx.query('UPDATE held SET n = n + 10');
    });
    woken.resolve();
    await ended;
    expect((await db.store.query('SELECT n FROM held')).rows).toEqual([{ n: 11 }]);
    // The connection that was ended is not used again.
    expect((await frozen.query('SELECT 1')).count).toBe(1);
  });

  it('lets a transaction without limits stand still, as a backup does on a slow disk', async () => {
    await using db = await testDatabase({ settings: { leaseSeconds: 0.2 } });
    const there = async () =>
      db.store.begin(
        async (tx) => {
          const { rows } = await tx.query<{ limit: string }>(
            "SELECT current_setting('idle_in_transaction_session_timeout') AS limit",
          );
          return rows[0]?.limit;
        },
        { unlimited: true },
      );
    expect(await there()).toBe('0');
    expect(
      (
        await db.store.query<{ limit: string }>(
          "SELECT current_setting('idle_in_transaction_session_timeout') AS limit",
        )
      ).rows[0]?.limit,
    ).toBe('200ms');
  });

  it('is heard again by listeners, which are told to read what they missed', async () => {
    const cluster = await startCluster();
    const db = await testDatabase({ cluster });
    const { store } = db;
    try {
      const user = await aUser(store);
      const run = await openExternalRun(store, { name: 'x', ownerId: user.id, actor: actorOf(user) });
      const heard: string[] = [];
      let missed = 0;
      await store.listener.listen('trainyard_event', {
        heard: (p) => void heard.push(p),
        missed: () => {
          missed += 1;
        },
      });
      const warn = () => appendEvents(store, run.id, [{ kind: 'warning-raised', data: { code: 'x', message: 'y' } }]);
      const seq = await warn();
      await expect.poll(() => heard).toContain(`run:${run.id}=${seq}`);
      await cluster.restart('kill');
      await expect.poll(() => missed, { timeout: 10_000 }).toBe(1);
      const next = await retryWhileDown(warn, { forSeconds: 10 });
      await expect.poll(() => heard, { timeout: 5000 }).toContain(`run:${run.id}=${next}`);
    } finally {
      await db.drop();
      await cluster.stop();
    }
  });
});

describe('a transaction', () => {
  it('that fails leaves nothing, and its connection serves the next', async () => {
    await using db = await testDatabase({ settings: { databasePool: 2 } });
    const { store } = db;
    for (let i = 0; i < 5; i += 1) {
      await expect(
        store.begin(async (tx) => {
          await tx.query(`INSERT INTO "user" (id, name, role) VALUES ($1, 'x', 'admin')`, [newId()]);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
    }
    expect((await store.query('SELECT 1 FROM "user"')).count).toBe(0);
  });
});
