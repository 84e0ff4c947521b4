import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function ExperimentPage() {
  return (
    <>
      <PageHeader title="Experiment" />
      <Panel>
        <EmptyState title="This page is not made yet.">List runs with: npx trainyard run list</EmptyState>
      </Panel>
    </>
  );
}
