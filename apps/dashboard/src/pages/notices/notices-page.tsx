import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function NoticesPage() {
  return (
    <>
      <PageHeader title="Notices" />
      <Panel>
        <EmptyState title="This page is not made yet.">Nothing is kept here yet.</EmptyState>
      </Panel>
    </>
  );
}
