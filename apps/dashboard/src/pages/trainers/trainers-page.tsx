import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function TrainersPage() {
  return (
    <>
      <PageHeader title="Trainers" />
      <Panel>
        <EmptyState title="This page is not made yet.">List them with: npx trainyard trainer list</EmptyState>
      </Panel>
    </>
  );
}
