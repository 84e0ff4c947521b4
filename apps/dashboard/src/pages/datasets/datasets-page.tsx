import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { MembersOnly, useMayChange } from '../../components/members-only.tsx';
import { MoreByName, NameSearch, useNameSearch } from '../../components/name-search.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { forbidCompiledSchemas } from '../../form/no-eval.ts';
import { count } from '../../format/number.ts';
import { DatasetTable } from './dataset-table.tsx';

// The dialog loads the schema library: what it may not do is said before.
forbidCompiledSchemas();
const ImportDialog = lazy(() => import('./import/import-dialog.tsx'));
const shownAtOnce = 200;

/** All data sets, and the way to bring one in. */
export default function DatasetsPage() {
  const [search, change] = useSearchText();
  const words = useNameSearch();
  const datasets = useRoute(
    'listDatasets',
    { query: { limit: shownAtOnce, ...(words === '' ? {} : { q: words }) } },
    { keepPrevious: true },
  );
  const mayChange = useMayChange();
  const items = datasets.data?.items ?? [];
  const total = datasets.data?.total ?? 0;
  const open = () => change({ import: '1' });
  return (
    <>
      <PageHeader
        title="Data sets"
        note={datasets.data === undefined ? undefined : count(total, 'data set')}
        actions={
          <MembersOnly>
            <Button leftSection={<IconUpload size={15} aria-hidden />} onClick={open}>
              Import
            </Button>
          </MembersOnly>
        }
      />
      <NameSearch label="Search data sets" placeholder="Search names" />
      <Panel flush>
        {datasets.data === undefined ? (
          datasets.isError ? (
            <ErrorState error={datasets.error} retry={() => void datasets.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading data sets" />
          )
        ) : items.length === 0 && words === '' ? (
          <EmptyState title="No data set yet." action={mayChange && <Button onClick={open}>Import one</Button>}>
            Import files of your own, or run a trainer that makes data.
          </EmptyState>
        ) : (
          <DatasetTable items={items} />
        )}
      </Panel>
      <MoreByName shown={items.length} total={total} />
      {search.import === '1' && (
        <Suspense>
          <ImportDialog onClose={() => change({ import: undefined }, { replace: true })} />
        </Suspense>
      )}
    </>
  );
}
