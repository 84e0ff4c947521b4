import type { Actor, EndReason, FrozenRun } from '@trainyard/contracts';
import type { Submission } from '@trainyard/queue/submit';
import type { Claim, Fence, WorkerSpec } from '@trainyard/queue/work';
import { createUser, newId, type Store, type User } from '@trainyard/store';

/** A complete record of a made-up trainer. */
export function aFrozenRun(changes: Partial<FrozenRun> = {}): FrozenRun {
  return {
    v: 1,
    trainer: { id: 'sample', code_digest: 'c0de', git_commit: null, environment: 'none', lock_digest: null },
    preset: null,
    config: { epochs: 3, model: { width: 8 } },
    origin: { epochs: 'default', 'model.width': 'default' },
    dataset: null,
    split: null,
    seed: 0,
    resources: { threads: 1, gpus: 0 },
    time_limit_s: 7200,
    ...changes,
  };
}

export async function aUser(store: Store, name = `user-${newId().slice(-8)}`): Promise<User> {
  return createUser(store, { name, role: 'admin' });
}

export function actorOf(user: User): Actor {
  return { kind: 'user', id: user.id, name: user.name };
}

export function aSubmission(user: User, changes: Partial<Submission> = {}): Submission {
  return { name: 'a run', ownerId: user.id, actor: actorOf(user), frozen: aFrozenRun(), ...changes };
}

export function aWorkerSpec(changes: Partial<WorkerSpec> = {}): WorkerSpec {
  return { id: newId(), name: 'worker', host: 'host-a', pid: 1, boot: '', slots: 2, gpus: [], ...changes };
}

export function aReason(code: EndReason['code'], message = code): EndReason {
  return { code, message, hint: null, detail: {} };
}

export function fenceOf(claim: Claim): Fence {
  return { runId: claim.runId, attempt: claim.attempt, workerId: claim.workerId };
}
