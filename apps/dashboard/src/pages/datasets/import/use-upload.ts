import type { ApiError } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../../../api/use-action.ts';
import { refreshRoutes } from '../../../api/use-route.ts';
import { sendUpload } from './send-upload.ts';

/** One upload at a time; leaving the page ends it. */
export function useUpload(options: { onBusy: (busy: boolean) => void; onSubmitted: (run: Run) => void }) {
  const [sent, setSent] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function begin(given: Parameters<typeof sendUpload>[0]): Promise<void> {
    const controller = new AbortController();
    abort.current = controller;
    const tell = (now: boolean): void => {
      setBusy(now);
      options.onBusy(now);
    };
    setSent(0);
    setProblem(null);
    tell(true);
    try {
      const run = await sendUpload(given, { onSent: setSent, signal: controller.signal });
      void refreshRoutes('listRuns', 'listDatasets');
      options.onSubmitted(run);
    } catch (error) {
      if (!controller.signal.aborted) setProblem(asProblem(error));
    } finally {
      tell(false);
    }
  }
  return {
    begin: (given: Parameters<typeof sendUpload>[0]) => void begin(given),
    cancel: () => abort.current?.abort(),
    sent,
    busy,
    problem,
  };
}
