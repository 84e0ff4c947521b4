import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function SharedPage() {
  return (
    <>
      <PageHeader title="Shared result" />
      <Panel>
        <EmptyState title="This page is not made yet.">Ask whoever sent the link for the report.</EmptyState>
      </Panel>
    </>
  );
}
