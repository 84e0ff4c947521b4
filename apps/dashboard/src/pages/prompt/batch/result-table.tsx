import { NativeSelect } from '@mantine/core';
import type { Batch, BatchResult } from '@trainyard/contracts';
import { useState } from 'react';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { count, formatNumber, nothing } from '../../../format/number.ts';
import classes from './batch.module.css';
import { isGoing, resultWords } from './batch-words.ts';
import { mostShown, useBatchResults } from './use-batch-results.ts';

function Text({ text }: { text: string | null }) {
  return text === null || text === '' ? (
    <span className="muted">{text === null ? nothing : 'empty'}</span>
  ) : (
    <bdi className={classes.text} title={text.slice(0, 2000)}>
      {text}
    </bdi>
  );
}

function columnsOf({ kind, samples }: Batch): Column<BatchResult>[] {
  const scored: Column<BatchResult>[] =
    kind === 'inference'
      ? []
      : [
          { key: 'expected', title: 'Expected', cell: ({ expected }) => <Text text={expected[0] ?? null} /> },
          {
            key: 'score',
            title: 'Score',
            numeric: true,
            cell: ({ score, metrics }) => (
              <span
                title={Object.entries(metrics)
                  .map(([name, value]) => `${name} ${formatNumber(value)}`)
                  .join(', ')}
              >
                {score === null ? nothing : formatNumber(score, 3)}
              </span>
            ),
          },
        ];
  return [
    {
      key: 'id',
      title: 'Item',
      rowHeader: true,
      cell: ({ id, sample }) => (
        <bdi className={classes.id} title={id}>
          {samples === 1 ? id : `${id} · ${sample + 1}`}
        </bdi>
      ),
    },
    {
      key: 'status',
      title: 'Status',
      cell: ({ status, says }) => (
        <span title={says ?? undefined}>
          <Badge tone={resultWords[status][kind].tone}>{resultWords[status][kind].word}</Badge>
        </span>
      ),
    },
    { key: 'input', title: 'Input', cell: ({ input }) => <Text text={input} /> },
    { key: 'answer', title: 'Answer', cell: ({ answer, says }) => <Text text={answer ?? says} /> },
    ...scored,
  ];
}

type Chosen = BatchResult['status'] | null;

function Rows({ batch, status }: { batch: Batch; status: Chosen }) {
  const { rows, whole } = useBatchResults(batch.id, status);
  return (
    <>
      <p className={classes.count} role="status">
        {rows.length >= mostShown
          ? `The first ${mostShown} to come; the file has all.`
          : `${count(rows.length, 'answer')}${whole ? '' : ' so far'}`}
      </p>
      <DataTable
        caption={`Answers of batch ${batch.number}`}
        columns={columnsOf(batch)}
        rows={rows}
        keyOf={({ cursor }) => String(cursor)}
        none={whole ? 'There are none of these.' : 'Waiting for the first one.'}
      />
    </>
  );
}

/** Answers as they come, in the order in which they came; those of a batch that goes on after its end are read anew. */
export function ResultTable({ batch }: { batch: Batch }) {
  const [status, setStatus] = useState<Chosen>(null);
  const going = isGoing(batch);
  const [round, setRound] = useState({ going, number: 0 });
  if (going !== round.going) setRound({ going, number: round.number + (going ? 1 : 0) });
  const choices = [
    { value: '', label: 'All answers' },
    { value: 'ok', label: resultWords.ok[batch.kind].word },
    ...(batch.kind === 'inference' ? [] : [{ value: 'failed', label: resultWords.failed[batch.kind].word }]),
    { value: 'missing', label: 'Missing' },
  ];
  return (
    <div className={classes.answers}>
      <NativeSelect
        aria-label="Which answers"
        data={choices}
        value={status ?? ''}
        onChange={({ currentTarget: { value } }) =>
          setStatus(value === 'ok' || value === 'failed' || value === 'missing' ? value : null)
        }
      />
      <Rows key={`${round.number} ${status ?? ''}`} batch={batch} status={status} />
    </div>
  );
}
