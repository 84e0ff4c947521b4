import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function TrainerPage() {
  return (
    <>
      <PageHeader title="Trainer" />
      <Panel>
        <EmptyState title="This page is not made yet.">See one with: npx trainyard trainer show</EmptyState>
      </Panel>
    </>
  );
}
