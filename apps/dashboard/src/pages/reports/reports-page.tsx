import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function ReportsPage() {
  return (
    <>
      <PageHeader title="Reports" />
      <Panel>
        <EmptyState title="This page is not made yet.">Reports are files of runs.</EmptyState>
      </Panel>
    </>
  );
}
