import { useNavigate, useParams } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchDetail } from '../prompt/batch/batch-detail.tsx';
import { isGoing, renewMs } from '../prompt/batch/batch-words.ts';

/** One batch by its number: where its prompt has no name, this is the only page that has it. */
export default function BatchPage() {
  const { number = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const listed = useRoute('listBatches', { query: { limit: 100 } }, { everyMs: renewMs(false) });
  const all = listed.data?.items ?? [];
  const { data, error, refetch } = useRoute(
    'getBatch',
    { params: { id: number } },
    { everyMs: (batch) => renewMs(batch === undefined || isGoing(batch)) },
  );
  return (
    <>
      <PageHeader title={`Batch ${number}`} />
      <Panel>
        {data !== undefined ? (
          <BatchDetail key={data.id} batch={data} all={all} onClose={() => void navigate({ to: '/costs' })} />
        ) : error === null ? (
          <LoadingState rows={6} what="Loading the batch" />
        ) : (
          <ErrorState error={error} retry={() => void refetch()} />
        )}
      </Panel>
    </>
  );
}
