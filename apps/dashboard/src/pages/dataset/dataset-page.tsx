import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function DatasetPage() {
  return (
    <>
      <PageHeader title="Data set" />
      <Panel>
        <EmptyState title="This page is not made yet.">See one with: npx trainyard dataset show</EmptyState>
      </Panel>
    </>
  );
}
