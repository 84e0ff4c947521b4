import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function RunPage() {
  return (
    <>
      <PageHeader title="Run" />
      <Panel>
        <EmptyState title="This page is not made yet.">Watch a run with: npx trainyard run watch</EmptyState>
      </Panel>
    </>
  );
}
