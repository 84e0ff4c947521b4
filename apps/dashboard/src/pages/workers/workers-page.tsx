import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function WorkersPage() {
  return (
    <>
      <PageHeader title="Workers" />
      <Panel>
        <EmptyState title="This page is not made yet.">See them with: npx trainyard doctor</EmptyState>
      </Panel>
    </>
  );
}
