import { Button } from '@mantine/core';
import type { Provider, ProviderTest } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import classes from './language.module.css';
import { LongName } from './long-name.tsx';
import { ProviderChangeForm } from './provider-change-form.tsx';
import { ProviderCheck } from './provider-check.tsx';
import { ProviderForm } from './provider-form.tsx';

const columns: Column<Provider>[] = [
  {
    key: 'name',
    title: 'Provider',
    rowHeader: true,
    cell: ({ name }) => <LongName text={name} />,
  },
  { key: 'kind', title: 'Kind', cell: ({ kind }) => kind },
  {
    key: 'where',
    title: 'Where',
    cell: ({ base_url, project, location }) => (
      <LongName text={base_url ?? [project, location].filter((part) => part !== null).join(', ')} />
    ),
  },
  { key: 'key', title: 'Key', cell: ({ has_key }) => (has_key ? 'set' : 'none') },
  {
    key: 'limits',
    title: 'Limits',
    cell: ({ max_concurrent, max_per_minute, timeout_s, retries }) => (
      <span title={`${retries} further attempts, ${timeout_s} s each`}>
        {max_concurrent} at once{max_per_minute === null ? '' : `, ${max_per_minute} a minute`}
      </span>
    ),
  },
  { key: 'models', title: 'Models', numeric: true, cell: ({ models }) => models },
  {
    key: 'tested',
    title: 'Connection',
    cell: ({ tested }) =>
      tested === null ? (
        'not tested'
      ) : (
        <>
          {tested.ok ? 'works' : 'fails'}, <Time at={tested.at} />
        </>
      ),
  },
];

/** Accounts with providers of language models: add, test, remove. No key is ever shown. */
export function ProvidersPanel({ admin }: { admin: boolean }) {
  const asked = useRoute('listProviders', {});
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Provider | null>(null);
  const [changing, setChanging] = useState<Provider | null>(null);
  const [found, setFound] = useState<{ name: string; test: ProviderTest } | null>(null);
  const test = useAction('testProvider', {
    refreshes: ['listProviders'],
    onDone: (told, input) => setFound({ name: input.params.provider, test: told }),
  });
  const remove = useAction('deleteProvider', {
    refreshes: ['listProviders'],
    done: 'The provider is removed, and its key with it.',
    onDone: () => setLeaving(null),
  });
  const actions: Column<Provider> = {
    key: 'actions',
    title: (
      <span className={classes.place}>
        <span className="unseen">Actions</span>
      </span>
    ),
    cell: (one) => (
      <span className={classes.buttons}>
        <Button
          variant="default"
          aria-label={`Test ${one.name}`}
          loading={test.isPending && test.variables.params.provider === one.name}
          onClick={() => test.mutate({ params: { provider: one.name }, body: {} })}
        >
          Test
        </Button>
        {admin && (
          <>
            <Button variant="default" aria-label={`Change ${one.name}`} onClick={() => setChanging(one)}>
              Change
            </Button>
            <Button variant="default" aria-label={`Remove ${one.name}`} onClick={() => setLeaving(one)}>
              Remove
            </Button>
          </>
        )}
      </span>
    ),
  };
  return (
    <Panel
      title="Providers of language models"
      actions={
        admin && (
          <Button variant="default" onClick={() => setAdding(true)}>
            Add a provider
          </Button>
        )
      }
    >
      {asked.data === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the providers" />
        )
      ) : (
        <div className={classes.list}>
          <DataTable
            caption="Providers and their connections"
            rows={asked.data.items}
            keyOf={({ id }) => id}
            none={admin ? 'No provider yet.' : 'No provider yet. An administrator can add one.'}
            columns={[...columns, actions]}
          />
        </div>
      )}
      <div role="status">
        {found !== null && (
          <ProviderCheck
            name={found.name}
            test={found.test}
            asking={test.isPending}
            ask={(model) => test.mutate({ params: { provider: found.name }, body: { model } })}
          />
        )}
      </div>
      <ProviderForm opened={adding} onClose={() => setAdding(false)} />
      {changing !== null && <ProviderChangeForm provider={changing} onClose={() => setChanging(null)} />}
      <ConfirmDialog
        opened={leaving !== null}
        title="Remove this provider?"
        confirm="Remove"
        dangerous
        busy={remove.isPending}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving !== null && remove.mutate({ params: { provider: leaving.name } })}
      >
        <bdi>{leaving?.name}</bdi> and its key are forgotten. Calls that were made stay in the ledger.
      </ConfirmDialog>
    </Panel>
  );
}
