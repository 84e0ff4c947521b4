import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function WorkerPage() {
  return (
    <>
      <PageHeader title="Worker" />
      <Panel>
        <EmptyState title="This page is not made yet.">See it with: npx trainyard doctor</EmptyState>
      </Panel>
    </>
  );
}
