import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LanguageBudget } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { BudgetForm } from './budget-form.tsx';
import { BudgetMeter } from './budget-meter.tsx';
import { alertWords, limitsOf, mayRaise } from './budget-words.ts';
import classes from './budgets.module.css';

const everyMs = 5_000;

function nameOf({ run, user, everything }: LanguageBudget): string {
  if (everything) return 'The installation';
  return run === null ? (user?.name ?? 'somebody') : `Run ${run.number}`;
}

/** Budgets of oneself and one's runs, for administrators all: how far each is used, and the way to change it. */
export function BudgetsPanel() {
  const asked = useRoute('listLanguageBudgets', {}, { everyMs });
  const me = useRoute('me', {}, { freshMs: 60_000 }).data;
  const [form, setForm] = useState<{ budget: LanguageBudget | null } | null>(null);
  const [leaving, setLeaving] = useState<LanguageBudget | null>(null);
  const options = {
    refreshes: ['listLanguageBudgets'] as const,
    done: 'The budget is removed.',
    onDone: () => setLeaving(null),
  };
  const removeUser = useAction('removeUserBudget', options);
  const removeRun = useAction('removeRunBudget', options);
  const removeAll = useAction('removeInstallationBudget', options);
  const member = me !== undefined && me.role !== 'viewer';
  const admin = me?.role === 'admin';
  const columns: Column<LanguageBudget>[] = [
    {
      key: 'whose',
      title: 'Of',
      rowHeader: true,
      cell: (budget) =>
        budget.run === null ? (
          <bdi className={classes.name} title={nameOf(budget)}>
            {nameOf(budget)}
          </bdi>
        ) : (
          <Link to="/runs/$id" params={{ id: String(budget.run.number) }}>
            {nameOf(budget)}
          </Link>
        ),
    },
    {
      key: 'used',
      title: 'Used',
      cell: (budget) => (
        <div className={classes.cell}>
          {limitsOf(budget).map((limit) => (
            <BudgetMeter key={limit.what} limit={limit} whose={nameOf(budget)} />
          ))}
        </div>
      ),
    },
    { key: 'alert', title: 'Alert', cell: (budget) => alertWords(budget) ?? '' },
    {
      key: 'by',
      title: 'Set by',
      cell: ({ set_by }) => (
        <bdi className={classes.name} title={set_by.name}>
          {set_by.name}
        </bdi>
      ),
    },
    {
      key: 'since',
      title: 'Counts from',
      cell: ({ run, since }) => (run === null ? <Time at={since} /> : 'its start'),
    },
  ];
  const actions: Column<LanguageBudget> = {
    key: 'actions',
    title: (
      <span className={classes.place}>
        <span className="unseen">Actions</span>
      </span>
    ),
    cell: (budget) => (
      <span className={classes.buttons}>
        <Button
          variant="default"
          aria-label={`Change the budget of ${nameOf(budget)}`}
          onClick={() => setForm({ budget })}
        >
          {me !== undefined && !mayRaise(budget, me) ? 'Lower' : 'Change'}
        </Button>
        {/* That of a person goes by an administrator alone. */}
        {me !== undefined && mayRaise(budget, me) && (admin || budget.run !== null) && (
          <Button
            variant="default"
            aria-label={`Remove the budget of ${nameOf(budget)}`}
            onClick={() => setLeaving(budget)}
          >
            Remove
          </Button>
        )}
      </span>
    ),
  };
  return (
    <Panel
      title="Budgets"
      note="told of at 50, 80 and 100 %"
      flush
      actions={
        member && (
          <Button variant="default" onClick={() => setForm({ budget: null })}>
            Set a budget
          </Button>
        )
      }
    >
      {asked.data === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the budgets" />
        )
      ) : (
        <DataTable
          caption="Budgets for language models"
          rows={asked.data.items}
          keyOf={({ run, user }) => run?.id ?? user?.id ?? 'none'}
          none="No budget yet: calls are limited by nothing but the provider."
          columns={member ? [...columns, actions] : columns}
        />
      )}
      {form !== null && (
        <BudgetForm
          budget={form.budget}
          admin={admin}
          onlyLower={form.budget !== null && me !== undefined && !mayRaise(form.budget, me)}
          onClose={() => setForm(null)}
        />
      )}
      <ConfirmDialog
        opened={leaving !== null}
        title="Remove this budget?"
        confirm="Remove"
        dangerous
        busy={removeUser.isPending || removeRun.isPending || removeAll.isPending}
        onClose={() => setLeaving(null)}
        onConfirm={() => {
          if (leaving?.everything) removeAll.mutate({});
          else if (leaving?.run != null) removeRun.mutate({ params: { id: leaving.run.id } });
          else if (leaving?.user != null) removeUser.mutate({ params: { user: leaving.user.id } });
        }}
      >
        {leaving === null
          ? ''
          : `Nothing limits the calls of ${leaving.everything ? 'everybody together' : leaving.run === null ? 'this person' : 'this run'} any more. What was spent stays in the ledger.`}
      </ConfirmDialog>
    </Panel>
  );
}
