import { Button } from '@mantine/core';
import type { LanguageModel } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { DefaultModels } from './default-models.tsx';
import classes from './language.module.css';
import { LongName } from './long-name.tsx';
import { ModelForm } from './model-form.tsx';

function own(value: number | null): string {
  return value === null ? 'its own' : String(value);
}

const columns: Column<LanguageModel>[] = [
  { key: 'name', title: 'Language model', rowHeader: true, cell: ({ name }) => <LongName text={name} /> },
  { key: 'provider', title: 'Provider', cell: ({ provider }) => <LongName text={provider} /> },
  { key: 'model', title: 'Its model', cell: ({ model }) => <LongName text={model} /> },
  { key: 'temperature', title: 'Temperature', numeric: true, cell: ({ temperature }) => own(temperature) },
  { key: 'tokens', title: 'Longest answer', numeric: true, cell: ({ max_tokens }) => max_tokens },
  { key: 'top-p', title: 'Top-p', numeric: true, cell: ({ top_p }) => own(top_p) },
  { key: 'top-k', title: 'Top-k', numeric: true, cell: ({ top_k }) => own(top_k) },
];

/** Named models of providers, and which of them one uses for what. */
export function LanguageModelsPanel({ member }: { member: boolean }) {
  const asked = useRoute('listLanguageModels', {});
  const providers = useRoute('listProviders', {});
  const known = providers.data?.items ?? [];
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<LanguageModel | null>(null);
  const remove = useAction('deleteLanguageModel', {
    refreshes: ['listLanguageModels', 'listProviders'],
    done: 'The language model is forgotten.',
    onDone: () => setLeaving(null),
  });
  const actions: Column<LanguageModel> = {
    key: 'actions',
    title: (
      <span className={classes.place}>
        <span className="unseen">Actions</span>
      </span>
    ),
    cell: (one) => (
      <span className={classes.buttons}>
        <Button variant="default" aria-label={`Remove ${one.name}`} onClick={() => setLeaving(one)}>
          Remove
        </Button>
      </span>
    ),
  };
  return (
    <Panel
      title="Language models"
      actions={
        member &&
        known.length > 0 && (
          <Button variant="default" onClick={() => setAdding(true)}>
            Add a language model
          </Button>
        )
      }
    >
      {asked.data === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the language models" />
        )
      ) : (
        <>
          <div className={classes.list}>
            <DataTable
              caption="Language models and their parameters"
              rows={asked.data.items}
              keyOf={({ id }) => id}
              none={
                providers.data?.items.length === 0
                  ? 'No language model yet. A provider comes first.'
                  : 'No language model yet.'
              }
              columns={member ? [...columns, actions] : columns}
            />
          </div>
          {member && asked.data.items.length > 0 && <DefaultModels models={asked.data.items} />}
        </>
      )}
      <ModelForm providers={known} opened={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        opened={leaving !== null}
        title="Forget this language model?"
        confirm="Forget"
        dangerous
        busy={remove.isPending}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving !== null && remove.mutate({ params: { name: leaving.name } })}
      >
        <bdi>{leaving?.name}</bdi> can be asked no more under this name. Calls that were made stay in the ledger.
      </ConfirmDialog>
    </Panel>
  );
}
