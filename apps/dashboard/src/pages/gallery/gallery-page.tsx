import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';

export default function GalleryPage() {
  return (
    <>
      <PageHeader title="Gallery" />
      <Panel>
        <EmptyState title="This page is not made yet.">It will show every kind of result.</EmptyState>
      </Panel>
    </>
  );
}
