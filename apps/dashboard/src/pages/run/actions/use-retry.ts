import { useNavigate } from '@tanstack/react-router';
import type { FrozenRun, Run } from '@trainyard/contracts';
import { useState } from 'react';
import { toastProblem } from '../../../api/use-action.ts';
import { askRoute, refreshRoutes } from '../../../api/use-route.ts';
import { retrySpec } from './retry-spec.ts';

/** Starts the same once more: a new run from the frozen record of this one. */
export function useRetry(run: Run): { start: () => void; busy: boolean; possible: boolean } {
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  async function start(): Promise<void> {
    setBusy(true);
    try {
      const frozen: FrozenRun = await askRoute('getRunConfig', { params: { id: run.id } });
      const fresh = await askRoute('createRun', { body: retrySpec(run, frozen) });
      void refreshRoutes('listRuns');
      await navigate({ to: '/runs/$id', params: { id: String(fresh.number) } });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }
  return { start: () => void start(), busy, possible: run.executor === 'worker' && run.status !== 'queued' };
}
