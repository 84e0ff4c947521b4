import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { asProblem } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { count } from '../../format/number.ts';
import { ActionBar } from './actions/action-bar.tsx';
import { type OpenedRow, RowActions } from './actions/row-actions.tsx';
import { csvColumnsOf, parametersOf, writeColumns } from './columns/column-list.ts';
import { ColumnsMenu } from './columns/columns-menu.tsx';
import { useColumns } from './columns/use-columns.ts';
import classes from './history.module.css';
import { NoRuns } from './no-runs.tsx';
import { Pager } from './paging/pager.tsx';
import { useRunPage } from './paging/use-run-page.ts';
import { csvAddress } from './search/csv-address.ts';
import { readHistorySearch, usualSort } from './search/history-search.ts';
import { selectedNumbers, withoutNumbers } from './selection/selected-numbers.ts';
import { useSelection } from './selection/use-selection.ts';
import { RunTable } from './table/run-table.tsx';
import { Filters } from './toolbar/filters.tsx';
import { builtInViews, searchOfQuery, showsView, viewParts, viewQuery } from './views/built-in-views.ts';
import { ViewTabs } from './views/view-tabs.tsx';
import { ViewsMenu } from './views/views-menu.tsx';

/** All runs: found, filtered, sorted, selected. What is seen is told by the address. */
export default function HistoryPage() {
  const [text, change] = useSearchText();
  // The selection is in the address too, but changes nothing of what is listed.
  const listed = viewQuery(text, [...viewParts, 'page']);
  const search = useMemo(() => readHistorySearch(searchOfQuery(listed)), [listed]);
  const known = useRoute('listRunColumns', {}, { freshMs: 15_000 });
  const metrics = known.data?.metrics;
  const views = useMemo(() => builtInViews(metrics ?? []), [metrics]);
  const view = views.find((one) => showsView(text, one.search))?.id;
  const [columns, setColumns] = useColumns({ written: search.cols, view: view ?? 'all', known: known.data, change });
  const { list, error, newer, filter } = useRunPage(search, parametersOf(columns));
  const [selection, setSelection] = useSelection(text.sel, change);
  const [opened, setOpened] = useState<OpenedRow | null>(null);
  const onMenu = useCallback((run: OpenedRow['run'], button: HTMLElement) => setOpened({ run, button }), []);
  const onDeleted = (gone: number[]) => setSelection((old) => withoutNumbers(old, gone));

  const numbers = selectedNumbers(selection);
  const ofNumbers = [...numbers.map((number) => `number:${number}`), ...(search.deleted ? ['deleted:true'] : [])];
  const csvColumns = csvColumnsOf(columns);
  const csv = { sort: search.sort, columns: csvColumns };
  const total = list.data?.total ?? 0;
  const runs = list.data?.items;
  const isReady = runs !== undefined && (known.data !== undefined || known.error !== null);
  return (
    <section className={classes.page} aria-label="History">
      <div className={classes.top}>
        <PageHeader
          title="Runs"
          note={runs === undefined ? undefined : count(total, 'run')}
          beside={<ViewTabs views={views} shown={view} change={change} />}
          actions={
            <>
              <ViewsMenu query={viewQuery({ ...text, cols: writeColumns(columns) })} change={change} />
              <Button
                component="a"
                variant="default"
                href={csvAddress({ q: search.q, filter, ...csv })}
                download
                leftSection={<IconDownload size={15} aria-hidden />}
              >
                CSV
              </Button>
            </>
          }
        />
        <div className={classes.tools}>
          <Filters search={search} known={known.data} change={change} />
          <ColumnsMenu columns={columns} setColumns={setColumns} known={known.data} />
          {numbers.length > 0 && (
            <ActionBar
              numbers={numbers}
              deleted={search.deleted}
              csv={csvAddress({ filter: ofNumbers.join(','), ...csv })}
              clear={() => setSelection({})}
              onDeleted={onDeleted}
            />
          )}
        </div>
      </div>
      {newer > 0 && (
        <button type="button" className={classes.newer} onClick={() => change({ page: undefined })}>
          {count(newer, 'new run')} since; go to the first page
        </button>
      )}
      {error !== null && runs !== undefined && (
        <p className={classes.old} role="status">
          The list could not be read again; what you see may be old. {asProblem(error).detail}
        </p>
      )}
      {error !== null && runs === undefined ? (
        <ErrorState error={error} retry={() => void list.refetch()} />
      ) : !isReady ? (
        <LoadingState rows={12} what="Loading runs" />
      ) : runs.length === 0 ? (
        <NoRuns search={search} total={total} change={change} />
      ) : (
        <RunTable
          runs={runs}
          columns={columns}
          setColumns={setColumns}
          sort={search.sort}
          setSort={(sort) => change({ sort: sort === usualSort ? undefined : sort, page: undefined })}
          selection={selection}
          setSelection={setSelection}
          total={total}
          before={(search.page - 1) * search.per}
          busy={list.isPlaceholderData}
          onMenu={onMenu}
        />
      )}
      {total > 0 && (
        <Pager
          page={search.page}
          per={search.per}
          total={total}
          goTo={(page) => change({ page: page === 1 ? undefined : String(page) })}
          setPer={(per) => change({ per: per === 50 ? undefined : String(per), page: undefined })}
        />
      )}
      <RowActions opened={opened} close={() => setOpened(null)} onDeleted={onDeleted} />
    </section>
  );
}
