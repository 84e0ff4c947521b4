import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';

export function MissingPage() {
  return (
    <>
      <PageHeader title="No such page" />
      <Panel>
        <EmptyState title="There is no page at this address.">
          Look at the address for a slip, or go to the <Link to="/">overview</Link>.
        </EmptyState>
      </Panel>
    </>
  );
}
