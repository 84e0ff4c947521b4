import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchDetail } from '../prompt/batch/batch-detail.tsx';
import { isGoing } from '../prompt/batch/batch-words.ts';

const often = 1000;
const seldom = 20_000;

/** One batch by its number: where its prompt has no name, this is the only page that has it. */
export default function BatchPage() {
  const { number = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const listed = useRoute('listBatches', { query: { limit: 100 } }, { everyMs: seldom });
  const all = listed.data?.items ?? [];
  const [fast, setFast] = useState(true);
  const { data, error, refetch } = useRoute('getBatch', { params: { id: number } }, { everyMs: fast ? often : seldom });
  const going = data === undefined || isGoing(data);
  if (going !== fast) setFast(going);
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
