import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <Panel>
        <EmptyState title="This page is not made yet.">See settings with: npx trainyard doctor</EmptyState>
      </Panel>
    </>
  );
}
