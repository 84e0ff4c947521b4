import { newId, wishOfWorker } from '@trainyard/store';
import { aSubmission, aUser, aWorkerSpec, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submitRun } from '../submit/run.ts';
import { beat } from './beat.ts';
import { claim } from './claim.ts';
import { releaseDeadWorkersOfHost } from './reap.ts';
import { leaveWorker, registerWorker } from './worker.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db.drop());

const policy = { retryLimit: 5, retryBackoffSeconds: 0 };
const heard = async (workerId: string) => {
  const { slots, draining } = await beat(db.store, { workerId, leaseSeconds: 8, held: [] });
  return { slots, draining };
};

async function aWorker(slots = 2): Promise<string> {
  const id = newId();
  await registerWorker(db.store, aWorkerSpec({ id, slots }));
  return id;
}

describe('what an administrator wishes of a worker', () => {
  it('comes with its next beat, over what it was started with', async () => {
    const id = await aWorker(2);
    expect(await heard(id)).toEqual({ slots: 2, draining: false });
    await wishOfWorker(db.store, id, { slots: 5 });
    await wishOfWorker(db.store, id, { draining: true });
    expect(await heard(id)).toEqual({ slots: 5, draining: true });
    // Registered again, as after a sleep: the wish stands.
    await registerWorker(db.store, aWorkerSpec({ id, slots: 2 }));
    expect(await heard(id)).toEqual({ slots: 5, draining: true });
    expect(await heard(newId())).toEqual({ slots: null, draining: false });
  });

  it('goes over to the worker that takes the place of one that died, before it claims anything', async () => {
    const user = await aUser(db.store);
    await submitRun(db.store, aSubmission(user));
    const died = await aWorker();
    await wishOfWorker(db.store, died, { slots: 3, draining: true });
    const heir = await aWorker();
    await releaseDeadWorkersOfHost(db.store, 'host-a', ({ id }) => id !== died, { ...policy, heir });
    expect(await claim(db.store, { workerId: heir, leaseSeconds: 8, priorityAgeSeconds: 600 })).toBeNull();
    expect(await heard(heir)).toEqual({ slots: 3, draining: true });
  });

  it('ends with a worker that left in good order', async () => {
    const left = await aWorker();
    await wishOfWorker(db.store, left, { slots: 3 });
    await leaveWorker(db.store, left);
    const next = await aWorker();
    await releaseDeadWorkersOfHost(db.store, 'host-a', ({ id }) => id === next, { ...policy, heir: next });
    expect(await heard(next)).toEqual({ slots: 2, draining: false });
  });
});
