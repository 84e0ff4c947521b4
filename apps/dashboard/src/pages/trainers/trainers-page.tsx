import { useRoute } from '../../api/use-route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { BrokenTrainers } from './broken-trainers.tsx';
import { TrainerTable } from './trainer-table.tsx';

/** Trainers are folders: one that is added while the page is open appears by itself. */
const everyMs = 10_000;

export default function TrainersPage() {
  const trainers = useRoute('listTrainers', {}, { everyMs });
  const items = trainers.data?.items ?? [];
  const whole = items.filter(({ problems }) => problems.length === 0);
  const broken = items.filter(({ problems }) => problems.length > 0);
  return (
    <>
      <PageHeader title="Trainers" note={trainers.data === undefined ? undefined : count(items.length, 'trainer')} />
      {trainers.data === undefined ? (
        <Panel>
          {trainers.isError ? (
            <ErrorState error={trainers.error} retry={() => void trainers.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading trainers" />
          )}
        </Panel>
      ) : items.length === 0 ? (
        <Panel>
          <EmptyState title="No trainer is here.">
            A trainer is a folder with a <code>trainer.yaml</code>. Begin one with{' '}
            <code>npx trainyard trainer new</code>.
          </EmptyState>
        </Panel>
      ) : (
        <>
          {broken.length > 0 && <BrokenTrainers items={broken} />}
          <Panel flush>
            <TrainerTable items={whole} />
          </Panel>
        </>
      )}
    </>
  );
}
