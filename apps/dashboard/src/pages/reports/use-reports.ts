import { useRoute } from '../../api/use-route.ts';
import { reportTrainers } from '../history/actions/report-trainers.ts';
import { reportFilter } from './report-runs.ts';

export function useReportTrainers() {
  const all = useRoute('listTrainers', {}, { freshMs: 60_000 });
  return { all, trainers: reportTrainers(all.data?.items ?? []) };
}

/** The trainers that write reports, and the newest reports that they wrote; both are renewed as runs are. */
export function useReports(limit = 100) {
  const { all, trainers } = useReportTrainers();
  const reports = useRoute(
    'listRuns',
    { query: { filter: reportFilter(trainers.map(({ manifest }) => manifest.id)), parameters: 'runs', limit } },
    { enabled: trainers.length > 0 },
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
