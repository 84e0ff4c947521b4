import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function ResultsPage() {
  return (
    <>
      <PageHeader title="Results" />
      <Panel>
        <EmptyState title="This page is not made yet.">See a run with: npx trainyard run show</EmptyState>
      </Panel>
    </>
  );
}
