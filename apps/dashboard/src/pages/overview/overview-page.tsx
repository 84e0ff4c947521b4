import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function OverviewPage() {
  return (
    <>
      <PageHeader title="Overview" />
      <Panel>
        <EmptyState title="This page is not made yet.">Everything is reachable by npx trainyard.</EmptyState>
      </Panel>
    </>
  );
}
