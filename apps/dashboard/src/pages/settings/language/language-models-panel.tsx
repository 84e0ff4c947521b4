import { Button, Switch } from '@mantine/core';
import type { LanguageModel } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { nothing } from '../../../format/number.ts';
import { DefaultModels } from './default-models.tsx';
import classes from './language.module.css';
import { LongName } from './long-name.tsx';
import { ModelForm } from './model-form.tsx';

function own(value: number | null): string {
  return value === null ? 'its own' : String(value);
}

const columns: Column<LanguageModel>[] = [
  {
    key: 'name',
    title: 'Language model',
    rowHeader: true,
    cell: ({ name }) => <LongName text={name} />,
  },
  { key: 'provider', title: 'Provider', cell: ({ provider }) => <LongName text={provider} /> },
  { key: 'model', title: 'Its model', cell: ({ model }) => <LongName text={model} /> },
  { key: 'temperature', title: 'Temperature', numeric: true, cell: ({ temperature }) => own(temperature) },
  { key: 'tokens', title: 'Longest answer', numeric: true, cell: ({ max_tokens }) => max_tokens },
  { key: 'top-p', title: 'Top-p', numeric: true, cell: ({ top_p }) => own(top_p) },
  { key: 'top-k', title: 'Top-k', numeric: true, cell: ({ top_k }) => own(top_k) },
  {
    key: 'default',
    title: 'Your default for',
    cell: ({ default_for }) => (default_for.length === 0 ? nothing : default_for.join(', ')),
  },
];

const activeBadge: Column<LanguageModel> = {
  key: 'active',
  title: 'Active',
  cell: ({ active }) => <Badge tone={active ? 'ok' : 'plain'}>{active ? 'Active' : 'Not active'}</Badge>,
};

/** Named models of providers, and which of them one uses for what. */
export function LanguageModelsPanel({ me }: { me: Pick<AnswerOf<'me'>, 'id' | 'role'> }) {
  const member = me.role !== 'viewer';
  const asked = useRoute('listLanguageModels', {});
  const providers = useRoute('listProviders', {});
  const known = providers.data?.items ?? [];
  const [form, setForm] = useState<{ model: LanguageModel | null } | null>(null);
  const [leaving, setLeaving] = useState<LanguageModel | null>(null);
  const remove = useAction('deleteLanguageModel', {
    refreshes: ['listLanguageModels', 'listProviders'],
    done: 'The language model is forgotten.',
    onDone: () => setLeaving(null),
  });
  const change = useAction('patchLanguageModel', {
    refreshes: ['listLanguageModels'],
    done: ({ name, active }) => `${name} is ${active ? 'active again' : 'not active: no call is made to it'}.`,
  });
  const mayChange = ({ owner }: LanguageModel): boolean => me.role === 'admin' || owner.id === me.id;
  const active: Column<LanguageModel> = {
    ...activeBadge,
    cell: (one) =>
      mayChange(one) && member ? (
        <Switch
          aria-label={`${one.name} is active`}
          checked={one.active}
          disabled={change.isPending}
          onChange={(event) =>
            change.mutate({ params: { name: one.name }, body: { active: event.currentTarget.checked } })
          }
        />
      ) : (
        activeBadge.cell(one)
      ),
  };
  const actions: Column<LanguageModel> = {
    key: 'actions',
    title: (
      <span className={classes.place}>
        <span className="unseen">Actions</span>
      </span>
    ),
    cell: (one) =>
      mayChange(one) ? (
        <span className={classes.buttons}>
          <Button variant="default" aria-label={`Change ${one.name}`} onClick={() => setForm({ model: one })}>
            Change
          </Button>
          <Button variant="default" aria-label={`Remove ${one.name}`} onClick={() => setLeaving(one)}>
            Remove
          </Button>
        </span>
      ) : (
        <span className="muted">
          of <bdi>{one.owner.name}</bdi>
        </span>
      ),
  };
  return (
    <Panel
      title="Language models"
      actions={
        member &&
        known.length > 0 && (
          <Button variant="default" onClick={() => setForm({ model: null })}>
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
              columns={member ? [...columns, active, actions] : [...columns, active]}
            />
          </div>
          {member && asked.data.items.length > 0 && <DefaultModels models={asked.data.items} />}
        </>
      )}
      {form !== null && <ModelForm providers={known} model={form.model} onClose={() => setForm(null)} />}
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
