import { Button } from '@mantine/core';
import type { Batch, PromptVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { useSearchText } from '../../../app/use-search.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { count, nothing } from '../../../format/number.ts';
import { formatUsd } from '../../../format/usd.ts';
import classes from './batch.module.css';
import { BatchDetail } from './batch-detail.tsx';
import { BatchForm } from './batch-form.tsx';
import { countsText, intervalText, isGoing, itemsText, renewMs, statusWords } from './batch-words.ts';

const mostListed = 50;

function columnsOf(open: (batch: Batch) => void): Column<Batch>[] {
  return [
    {
      key: 'batch',
      title: 'Batch',
      rowHeader: true,
      cell: (batch) => (
        <button type="button" className={classes.open} onClick={() => open(batch)}>
          {batch.number}
          {batch.name !== '' && <bdi className={classes.id}> {batch.name}</bdi>}
        </button>
      ),
    },
    { key: 'version', title: 'Version', numeric: true, cell: ({ prompt }) => prompt?.version ?? nothing },
    { key: 'kind', title: 'For', cell: ({ kind }) => (kind === 'inference' ? 'answers' : 'scores') },
    {
      key: 'status',
      title: 'Status',
      cell: ({ status, reason }) => (
        <span title={reason ?? undefined}>
          <Badge tone={statusWords[status].tone}>{statusWords[status].word}</Badge>
        </span>
      ),
    },
    { key: 'items', title: 'Items', cell: itemsText },
    { key: 'answers', title: 'Answers', cell: countsText },
    { key: 'score', title: 'Score', cell: ({ summary }) => (summary === null ? nothing : intervalText(summary.score)) },
    { key: 'cost', title: 'Cost', numeric: true, cell: ({ usage }) => formatUsd(usage.cost_usd) },
    { key: 'made', title: 'Made', cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}

/** What the prompt was asked about many items: each batch, and the one that the address names, opened. */
export function BatchesPanel({ version }: { version: PromptVersion }) {
  const [search, change] = useSearchText();
  const [making, setMaking] = useState(false);
  const query = { prompt: version.name, limit: mostListed };
  const { data, error, refetch } = useRoute(
    'listBatches',
    { query },
    { everyMs: (answer) => renewMs(answer?.items.some(isGoing) ?? true) },
  );
  const opened = data?.items.find(({ number }) => String(number) === search.batch);
  const open = (number: number | null): void => change({ batch: number === null ? undefined : String(number) });
  return (
    <Panel
      title={<span id="batches">Batches</span>}
      note={data === undefined ? undefined : count(data.total, 'batch', 'batches')}
      actions={
        <MembersOnly>
          <Button variant="default" onClick={() => setMaking(true)}>
            Ask about many items
          </Button>
        </MembersOnly>
      }
    >
      {data === undefined && error !== null && <ErrorState error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <LoadingState rows={2} what="Loading batches" />}
      {data !== undefined && (
        <div className={classes.all}>
          <DataTable
            caption="Batches of this prompt"
            columns={columnsOf(({ number }) => open(number))}
            rows={data.items}
            keyOf={({ id }) => id}
            none="This prompt was not asked about many items yet: paste some, or take a data set, and see each answer and what it is worth."
          />
          {opened !== undefined && (
            <BatchDetail key={opened.id} batch={opened} all={data.items} onClose={() => open(null)} />
          )}
        </div>
      )}
      {making && (
        <BatchForm
          version={version}
          onClose={() => setMaking(false)}
          onMade={({ number }) => {
            setMaking(false);
            open(number);
          }}
        />
      )}
    </Panel>
  );
}
