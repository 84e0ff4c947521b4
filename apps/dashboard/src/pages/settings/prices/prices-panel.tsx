import { Button } from '@mantine/core';
import type { LanguagePrice } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { formatUsd } from '../../../format/usd.ts';
import classes from '../language/language.module.css';
import { LongName } from '../language/long-name.tsx';
import { type PricedModel, pricedModels } from './price-fields.ts';
import { PriceForm } from './price-form.tsx';

function cached({ cached_input_usd, input_usd }: LanguagePrice): string {
  if (cached_input_usd !== null) return formatUsd(cached_input_usd);
  return input_usd === null ? 'unknown' : 'as input';
}

const history: readonly Column<LanguagePrice>[] = [
  { key: 'from', title: 'Good from', rowHeader: true, cell: ({ valid_from }) => <Time at={valid_from} absolute /> },
  { key: 'input', title: 'Input', numeric: true, cell: ({ input_usd }) => formatUsd(input_usd) },
  { key: 'cached', title: 'Cached input', numeric: true, cell: cached },
  { key: 'output', title: 'Output', numeric: true, cell: ({ output_usd }) => formatUsd(output_usd) },
  {
    key: 'now',
    title: 'Counts now',
    cell: ({ current, valid_from }) =>
      current ? <Badge tone="ok">Current</Badge> : new Date(valid_from).getTime() > Date.now() ? 'later' : 'earlier',
  },
  { key: 'by', title: 'Set by', cell: ({ set_by }) => <LongName text={set_by.name} /> },
  { key: 'version', title: 'Version', numeric: true, cell: ({ version }) => version },
];

/** What a million tokens cost, dated: the price that counts for each model, and what was good before. */
export function PricesPanel({ admin }: { admin: boolean }) {
  const asked = useRoute('listPrices', {});
  const providers = useRoute('listProviders', {});
  const known = providers.data?.items ?? [];
  const [form, setForm] = useState<{ of: { provider: string; model: string } | null } | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const models = pricedModels(asked.data?.items ?? []);
  const opened = models.find(({ key }) => key === shown);
  const modelName = ({ model }: PricedModel): string => (model === '*' ? '* (all others)' : model);
  const columns: Column<PricedModel>[] = [
    { key: 'model', title: 'Model', rowHeader: true, cell: (one) => <LongName text={modelName(one)} /> },
    { key: 'provider', title: 'Provider', cell: ({ provider }) => <LongName text={provider} /> },
    { key: 'input', title: 'Input', numeric: true, cell: ({ current }) => formatUsd(current?.input_usd) },
    {
      key: 'cached',
      title: 'Cached input',
      numeric: true,
      cell: ({ current }) => (current === null ? 'unknown' : cached(current)),
    },
    { key: 'output', title: 'Output', numeric: true, cell: ({ current }) => formatUsd(current?.output_usd) },
    {
      key: 'from',
      title: 'Good from',
      cell: ({ current }) => (current === null ? 'not yet' : <Time at={current.valid_from} />),
    },
    {
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
            aria-label={`History of the price of ${one.model}`}
            onClick={() => setShown(one.key)}
          >
            History ({one.rows.length})
          </Button>
          {admin && known.some(({ name }) => name === one.provider) && (
            <Button
              variant="default"
              aria-label={`Set a new price of ${one.model}`}
              onClick={() => setForm({ of: one })}
            >
              New price
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Panel
      title="Prices"
      note="US dollars for a million tokens"
      actions={
        admin &&
        known.length > 0 && (
          <Button variant="default" onClick={() => setForm({ of: null })}>
            Set a price
          </Button>
        )
      }
      flush
    >
      {asked.data === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the prices" />
        )
      ) : (
        <DataTable
          caption="Prices that count now"
          rows={models}
          keyOf={({ key }) => key}
          columns={columns}
          none="No price yet: what calls cost is unknown, and budgets in dollars allow none. Take the prices from your provider."
        />
      )}
      {form !== null && <PriceForm providers={known} of={form.of} onClose={() => setForm(null)} />}
      <Dialog
        opened={opened !== undefined}
        onClose={() => setShown(null)}
        title={`Prices of ${opened === undefined ? '' : modelName(opened)}`}
        size={760}
      >
        <DataTable
          caption="Prices of this model, the newest first"
          rows={opened?.rows ?? []}
          keyOf={({ version }) => String(version)}
          columns={history}
        />
        <p className="muted">Calls keep the price that they were made at.</p>
      </Dialog>
    </Panel>
  );
}
