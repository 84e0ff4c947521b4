import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { reportName } from '../../reports/report-runs.ts';

const askAgainMs = 700;

/** Prints a report of one run, by a run of whatever trainer writes reports, and follows it to its end. */
export function useRunReport({ number, name }: Pick<Run, 'number' | 'name'>) {
  const [made, setMade] = useState<string | null>(null);
  const start = useAction('createRun', { refreshes: ['listRuns'], onDone: (run) => setMade(run.id) });
  const report = useRoute(
    'getRun',
    { params: { id: made ?? '' } },
    { enabled: made !== null, everyMs: made === null ? false : askAgainMs },
  );
  const run = made === null ? undefined : report.data;
  return {
    report: run ?? null,
    busy: start.isPending || (made !== null && (run === undefined || !hasEnded(run.status))),
    start: (trainer: string) =>
      start.mutate({ body: { trainer, name: reportName(number, name), config: { runs: [number] }, priority: 'high' } }),
    dismiss: () => setMade(null),
  };
}
