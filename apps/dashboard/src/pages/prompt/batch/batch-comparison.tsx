import { NativeSelect } from '@mantine/core';
import type { Batch } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useRoute } from '../../../api/use-route.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { count } from '../../../format/number.ts';
import classes from './batch.module.css';

function titleOf({ number, prompt }: Batch): string {
  return prompt === null ? `batch ${number}` : `batch ${number}, version ${prompt.version ?? '?'}`;
}

/** Whether another evaluation of the same items did better than this one. */
export function BatchComparison({ batch, others }: { batch: Batch; others: readonly Batch[] }) {
  const [other, setOther] = useState('');
  const asked = { params: { id: batch.id }, query: { with: other } };
  const { data, error } = useRoute('compareBatches', asked, { enabled: other !== '' });
  if (others.length === 0) return null;
  return (
    <div className={classes.results}>
      <div className={classes.line}>
        <NativeSelect
          aria-label="Compare with another evaluation"
          data={[
            { value: '', label: 'Compare with …' },
            ...others.map((one) => ({ value: one.id, label: titleOf(one) })),
          ]}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
      </div>
      <div role="status">
        {error !== null && other !== '' && <p className={classes.fault}>{problemText(error).title}</p>}
        {data !== undefined && other !== '' && (
          <p className={classes.says}>
            {data.says}
            {data.left_out > 0 && ` ${count(data.left_out, 'item')} of either are left out: without a score in both.`}
          </p>
        )}
      </div>
      {data !== undefined && other !== '' && data.flips.length > 0 && (
        <DataTable
          caption="Items that only one of them has right"
          columns={[
            { key: 'id', title: 'Item', rowHeader: true, cell: ({ id }) => <bdi className={classes.id}>{id}</bdi> },
            {
              key: 'now',
              title: 'There',
              cell: ({ now }) => (
                <Badge tone={now === 'right' ? 'ok' : 'bad'}>{now === 'right' ? 'Right' : 'Not right'}</Badge>
              ),
            },
            { key: 'input', title: 'Input', cell: ({ input }) => <bdi className={classes.text}>{input}</bdi> },
            { key: 'a', title: 'Answer here', cell: ({ a }) => <bdi className={classes.text}>{a}</bdi> },
            { key: 'b', title: 'Answer there', cell: ({ b }) => <bdi className={classes.text}>{b}</bdi> },
          ]}
          rows={data.flips}
          keyOf={({ id }) => id}
        />
      )}
    </div>
  );
}
