import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function ComparePage() {
  return (
    <>
      <PageHeader title="Compare" />
      <Panel>
        <EmptyState title="This page is not made yet.">Compare runs with: npx trainyard run compare</EmptyState>
      </Panel>
    </>
  );
}
