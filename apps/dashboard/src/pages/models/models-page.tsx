import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { ModelTable } from './model-table.tsx';
import classes from './models.module.css';

const shownAtOnce = 200;

/** All registered models. */
export default function ModelsPage() {
  const [search, change] = useSearchText();
  const words = (search.q ?? '').slice(0, 200);
  const models = useRoute(
    'listModels',
    { query: { limit: shownAtOnce, ...(words === '' ? {} : { q: words }) } },
    { keepPrevious: true },
  );
  const items = models.data?.items ?? [];
  const total = models.data?.total ?? 0;
  return (
    <>
      <PageHeader title="Models" note={models.data === undefined ? undefined : count(total, 'model')} />
      <search className={classes.tools}>
        <TextInput
          aria-label="Search models"
          placeholder="Search names and descriptions"
          value={search.q ?? ''}
          maxLength={200}
          className={classes.search ?? ''}
          onChange={(event) => change({ q: event.currentTarget.value || undefined }, { replace: true })}
        />
      </search>
      <Panel flush>
        {models.data === undefined ? (
          models.isError ? (
            <ErrorState error={models.error} retry={() => void models.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading models" />
          )
        ) : items.length === 0 && words === '' ? (
          <EmptyState
            title="No model is registered yet."
            action={
              <Link to="/runs" search={{ status: 'completed' }}>
                Completed runs
              </Link>
            }
          >
            Open the results of a run that kept a model and choose “Register model”. Versions get numbers, and aliases
            such as “champion” say which one counts.
          </EmptyState>
        ) : (
          <ModelTable items={items} />
        )}
      </Panel>
      {total > items.length && (
        <p className="muted">
          The first {items.length} of {total} are shown; search for the others by name.
        </p>
      )}
    </>
  );
}
