import { useRoute } from '../../api/use-route.ts';
import { reportTrainers } from '../history/actions/report-trainers.ts';
import { reportFilter } from './report-runs.ts';

const askAgainMs = 5_000;

/** The trainers that write reports, and the newest reports that they wrote. */
export function useReports({ enabled = true, limit = 100 }: { enabled?: boolean; limit?: number } = {}) {
  const all = useRoute('listTrainers', {}, { enabled, freshMs: 60_000 });
  const trainers = reportTrainers(all.data?.items ?? []);
  const reports = useRoute(
    'listRuns',
    { query: { filter: reportFilter(trainers.map(({ manifest }) => manifest.id)), parameters: 'runs', limit } },
    { enabled: enabled && trainers.length > 0, everyMs: askAgainMs },
  );
  return {
    trainers,
    reports: reports.data?.items ?? [],
    total: reports.data?.total ?? 0,
    isPending: all.isPending || (trainers.length > 0 && reports.isPending),
    error: all.data === undefined ? all.error : reports.data === undefined ? reports.error : null,
    retry: () => void Promise.all([all.refetch(), reports.refetch()]),
  };
}
