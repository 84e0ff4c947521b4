import { useNavigate } from '@tanstack/react-router';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { toast } from '../../../components/toast-store.ts';
import { reportTrainers } from './report-trainers.ts';

/** Reports about selected runs are runs themselves, of whatever trainer says that it writes them. */
export function useReport(enabled: boolean) {
  const navigate = useNavigate();
  const trainers = useRoute('listTrainers', {}, { enabled, freshMs: 60_000 });
  const start = useAction('createRun', {
    refreshes: ['listRuns'],
    onDone: (run) =>
      toast({
        tone: 'ok',
        title: `Run ${run.number} makes the report.`,
        action: { label: 'Open it', run: () => void navigate({ href: `/runs/${run.number}` }) },
      }),
  });
  return {
    trainers: reportTrainers(trainers.data?.items ?? []),
    busy: start.isPending,
    start: (trainer: string, numbers: readonly string[]) =>
      start.mutate({ body: { trainer, config: { runs: numbers.map(Number) }, priority: 'high' } }),
  };
}
