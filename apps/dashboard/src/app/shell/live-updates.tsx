import { useRef } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { refreshRoutes } from '../../api/use-route.ts';
import { useEvents, useResync } from '../../live/use-events.ts';

const gatherMs = 120;

/** Keeps lists of runs true: whatever is submitted or changes its status anywhere is read anew here. */
export function LiveUpdates() {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEvents(['runs'], (event) => {
    void queryClient.invalidateQueries({ queryKey: ['getRun', { params: { id: event.run_id } }] });
    // Runs are submitted by the dozen; the list is read once for all of them.
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void refreshRoutes('listRuns', 'getRun', 'listExperiments', 'getExperiment', 'listWorkers', 'listDatasets');
    }, gatherMs);
  });
  useResync(() => void queryClient.invalidateQueries());
  return null;
}
