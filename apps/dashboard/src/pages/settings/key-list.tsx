import { Button } from '@mantine/core';
import type { ApiKey } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Time } from '../../components/time.tsx';
import classes from './settings.module.css';

/** Keys that are good: which program each is for, how it begins, when it was used, and the way to end it. */
export function KeyList({ admin }: { admin: boolean }) {
  const asked = useRoute('listKeys', {});
  const [chosen, setChosen] = useState<ApiKey | null>(null);
  const revoke = useAction('revokeKey', {
    refreshes: ['listKeys'],
    done: 'The key is revoked.',
    onDone: () => setChosen(null),
  });
  if (asked.data === undefined) {
    return asked.isError ? (
      <ErrorState error={asked.error} retry={() => void asked.refetch()} />
    ) : (
      <LoadingState rows={2} what="Loading the keys" />
    );
  }
  const owner: Column<ApiKey> = {
    key: 'owner',
    title: 'Of',
    cell: (key) => (
      <bdi className="cut" title={key.owner.name}>
        {key.owner.name}
      </bdi>
    ),
  };
  return (
    <div className={classes.keys}>
      <DataTable
        caption="API keys that are good"
        rows={asked.data.items}
        keyOf={({ id }) => id}
        none="No key yet."
        columns={[
          {
            key: 'name',
            title: 'Key',
            rowHeader: true,
            cell: ({ name }) => (
              <bdi className={classes.name} title={name}>
                {name}
              </bdi>
            ),
          },
          ...(admin ? [owner] : []),
          {
            key: 'prefix',
            title: 'Begins',
            cell: ({ prefix }) => (prefix === null ? 'not known' : <code>{prefix}…</code>),
          },
          { key: 'created', title: 'Made', cell: ({ created_at }) => <Time at={created_at} /> },
          {
            key: 'used',
            title: 'Last used',
            cell: ({ used_at }) => (used_at === null ? 'never' : <Time at={used_at} />),
          },
          {
            key: 'revoke',
            title: (
              <span className={classes.place}>
                <span className="unseen">Revoke</span>
              </span>
            ),
            cell: (key) =>
              key.local ? (
                <span className="muted" title="The command line and the supervisor of this home sign in with it.">
                  kept in the home
                </span>
              ) : (
                <Button variant="default" aria-label={`Revoke ${key.name}`} onClick={() => setChosen(key)}>
                  Revoke
                </Button>
              ),
          },
        ]}
      />
      <ConfirmDialog
        opened={chosen !== null}
        title="Revoke this key?"
        confirm="Revoke"
        dangerous
        busy={revoke.isPending}
        onClose={() => setChosen(null)}
        onConfirm={() => chosen !== null && revoke.mutate({ params: { key: chosen.id } })}
      >
        <bdi>{chosen?.name}</bdi> is refused from now on, and streams that it has open end. It cannot be taken back.
      </ConfirmDialog>
    </div>
  );
}
