import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function NewRunPage() {
  return (
    <>
      <PageHeader title="New run" />
      <Panel>
        <EmptyState title="This page is not made yet.">Start a run with: npx trainyard run start</EmptyState>
      </Panel>
    </>
  );
}
