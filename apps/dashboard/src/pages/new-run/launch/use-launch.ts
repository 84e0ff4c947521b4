import { ApiError } from '@trainyard/api-client';
import { useRef, useState } from 'react';
import { client } from '../../../api/client.ts';
import { asProblem, toastProblem } from '../../../api/use-action.ts';
import { refreshRoutes } from '../../../api/use-route.ts';
import { createBody, experimentBody } from '../configure/spec.ts';
import { type Draft, newNonce, type Variation } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { launchKey, launchTries, retryAfterMs } from './launch-key.ts';

export type LaunchedAs = { run: string } | { experiment: string };

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The same key each time: whether the first one arrived or not, there will be one run. */
async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const after = error instanceof ApiError ? retryAfterMs(error) : null;
      if (after === null || tries >= launchTries) throw error;
      await wait(after * tries);
    }
  }
}

/** Launches the draft once, however often it is asked to. */
export function useLaunch(
  store: DraftStore,
  done: (launched: LaunchedAs) => void,
): {
  launch: (draft: Draft, autoName: string, nameOf: (variation: Variation) => string) => void;
  busy: boolean;
  refusal: ApiError | null;
  forgive: () => void;
} {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  // A second click comes before React has drawn the first.
  const going = useRef(false);

  async function send(draft: Draft, autoName: string, nameOf: (variation: Variation) => string): Promise<LaunchedAs> {
    if (draft.variations.length === 0) {
      const body = createBody(draft);
      const idempotencyKey = launchKey(draft.nonce, body);
      const run = await persistently(() => client.call('createRun', { body, idempotencyKey }));
      return { run: String(run.number) };
    }
    const body = experimentBody(draft, nameOf, autoName);
    const idempotencyKey = launchKey(draft.nonce, body);
    const { experiment } = await persistently(() => client.call('createExperiment', { body, idempotencyKey }));
    return { experiment: String(experiment.number) };
  }

  function launch(draft: Draft, autoName: string, nameOf: (variation: Variation) => string): void {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    setRefusal(null);
    send(draft, autoName, nameOf)
      .then((launched) => {
        store.discard();
        void refreshRoutes('listRuns', 'listExperiments');
        done(launched);
      })
      .catch((error: unknown) => {
        const problem = asProblem(error);
        // A definite no belongs to that try: the next one is asked anew.
        if (problem.status >= 400 && problem.status < 500) store.change((old) => ({ ...old, nonce: newNonce() }));
        if (problem.issues.length > 0) setRefusal(problem);
        else toastProblem(problem);
      })
      .finally(() => {
        going.current = false;
        setBusy(false);
      });
  }

  return { launch, busy, refusal, forgive: () => setRefusal(null) };
}
