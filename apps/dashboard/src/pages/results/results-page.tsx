import { useParams } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { ResultsView } from './results-view.tsx';

export default function ResultsPage() {
  const { id = '' } = useParams({ strict: false });
  const asked = useRoute('getRun', { params: { id } });
  if (asked.data !== undefined) return <ResultsView key={asked.data.id} run={asked.data} trouble={asked.error} />;
  return (
    <>
      <PageHeader title={/^\d+$/.test(id) ? `Results of run ${id}` : 'Results'} />
      <Panel>
        {asked.error === null ? (
          <LoadingState rows={6} what="Loading the results" />
        ) : (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        )}
      </Panel>
    </>
  );
}
