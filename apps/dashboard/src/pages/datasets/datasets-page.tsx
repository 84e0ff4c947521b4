import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function DatasetsPage() {
  return (
    <>
      <PageHeader title="Data sets" />
      <Panel>
        <EmptyState title="This page is not made yet.">List them with: npx trainyard dataset list</EmptyState>
      </Panel>
    </>
  );
}
