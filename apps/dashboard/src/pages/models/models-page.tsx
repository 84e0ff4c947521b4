import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useMayChange } from '../../components/members-only.tsx';
import { MoreByName, NameSearch, useNameSearch } from '../../components/name-search.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { ModelTable } from './model-table.tsx';
import classes from './models.module.css';
import { type ChosenModels, toggled } from './use/chosen-models.ts';
import { UseModels } from './use/use-models.tsx';

const shownAtOnce = 200;

/** All registered models. */
export default function ModelsPage() {
  const words = useNameSearch();
  const mayChange = useMayChange();
  const [chosen, setChosen] = useState<ChosenModels>(new Map());
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
      <NameSearch label="Search models" placeholder="Search names and descriptions" />
      {chosen.size > 0 && (
        <section className={classes.chosen} aria-label="Chosen models">
          <span aria-live="polite">{count(chosen.size, 'model')} chosen</span>
          <UseModels chosen={[...chosen.values()]} />
          <Button variant="subtle" onClick={() => setChosen(new Map())}>
            Clear
          </Button>
        </section>
      )}
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
          <ModelTable
            items={items}
            chosen={chosen}
            onChoose={mayChange ? (model) => setChosen((old) => toggled(old, model)) : null}
          />
        )}
      </Panel>
      <MoreByName shown={items.length} total={total} />
    </>
  );
}
