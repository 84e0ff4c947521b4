import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Batch } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FactList } from '../../../components/fact-list.tsx';
import { useMayChange } from '../../../components/members-only.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { formatUsd } from '../../../format/usd.ts';
import classes from './batch.module.css';
import { BatchComparison } from './batch-comparison.tsx';
import { costText, countsText, intervalText, isGoing, itemsText, statusWords } from './batch-words.ts';
import { ResultTable } from './result-table.tsx';

const refreshes = ['listBatches', 'getBatch'] as const;

function budgetText({ budget }: Batch): string | null {
  if (budget === null) return null;
  const parts = [
    ...(budget.calls === null ? [] : [`${budget.calls} calls`]),
    ...(budget.usd === null ? [] : [formatUsd(budget.usd)]),
  ];
  return parts.join(' and ');
}

function Actions({ batch, onGone }: { batch: Batch; onGone: () => void }) {
  const { id, number } = batch;
  const [asking, setAsking] = useState(false);
  const may = useMayChange();
  const cancel = useAction('cancelBatch', { refreshes, done: `Batch ${number} asks nothing more.` });
  const resume = useAction('resumeBatch', { refreshes, done: `Batch ${number} goes on.` });
  const remove = useAction('deleteBatch', { refreshes, done: `Batch ${number} is deleted.`, onDone: onGone });
  const path = `/api/v1/batches/${number}/results`;
  const rest = batch.counts.open + batch.counts.missing;
  return (
    <div className={classes.line}>
      <Button component="a" variant="default" href={`${path}?format=csv`} download>
        CSV
      </Button>
      <Button component="a" variant="default" href={path} download>
        JSON lines
      </Button>
      {may && isGoing(batch) && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ params: { id } })}>
          Cancel
        </Button>
      )}
      {may && !isGoing(batch) && rest > 0 && batch.status !== 'budget-reached' && (
        <Button
          variant="default"
          loading={resume.isPending}
          onClick={() => resume.mutate({ params: { id }, body: {} })}
        >
          {batch.counts.open > 0 ? 'Go on' : 'Ask again for what is missing'}
        </Button>
      )}
      {may && (
        <Button variant="subtle" onClick={() => setAsking(true)}>
          Delete
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={`Delete batch ${number}?`}
        confirm="Delete"
        dangerous
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ params: { id } }, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        Its results go with it. The ledger keeps its calls, so that asking the same again costs nothing.
      </ConfirmDialog>
    </div>
  );
}

export interface BatchDetailProps {
  batch: Batch;
  /** Among which others are found that it can be held against. */
  all: readonly Batch[];
  onClose: () => void;
}

/** One batch: how far it is, what it cost, how it scored, and its answers. */
export function BatchDetail({ batch, all, onClose }: BatchDetailProps) {
  const { number, name, counts, summary, language_model: model, grader } = batch;
  const rules = ({ metrics: scored, pass, length_ratio }: Batch): string =>
    JSON.stringify([scored, pass, length_ratio]);
  const others = all.filter((one) => one.id !== batch.id && one.summary !== null && rules(one) === rules(batch));
  const budget = budgetText(batch);
  const metrics = summary === null ? [] : Object.entries(summary.metrics);
  const { word, tone } = statusWords[batch.status];
  return (
    <section className={classes.detail} aria-labelledby="batch">
      <div className={classes.line}>
        <h3 id="batch">Batch {number}</h3>
        <Badge tone={tone}>{word}</Badge>
        {name !== '' && <bdi className={classes.id}>{name}</bdi>}
        <Button variant="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
      {batch.reason !== null && <p className={classes.says}>{batch.reason}</p>}
      {isGoing(batch) && (
        <ProgressBar
          label={`Progress of batch ${number}`}
          fraction={(counts.all - counts.open) / Math.max(1, counts.all)}
          text={countsText(batch)}
        />
      )}
      <FactList
        facts={[
          { label: 'Prompt', value: batch.prompt === null ? 'none' : `version ${batch.prompt.version ?? '?'}` },
          model === null
            ? null
            : { label: 'Language model', value: `${model.name} (${model.model} of ${model.provider})` },
          grader === null ? null : { label: 'Grader', value: `${grader.name} (${grader.model} of ${grader.provider})` },
          { label: 'Items', value: itemsText(batch) },
          { label: 'Answers', value: countsText(batch) },
          {
            label: 'Cost',
            value:
              model === null && grader === null ? (
                costText(batch)
              ) : (
                <>
                  {costText(batch)}{' '}
                  <Link to="/costs" search={{ days: 'all', batch: String(number) }}>
                    Its calls
                  </Link>
                </>
              ),
          },
          budget === null ? null : { label: 'Budget', value: budget },
          summary === null ? null : { label: 'Score', value: `${intervalText(summary.score)}, 95 % interval` },
          ...(metrics.length < 2 ? [] : metrics.map(([label, one]) => ({ label, value: intervalText(one) }))),
        ]}
      />
      {summary?.note != null && <p className={classes.says}>{summary.note}</p>}
      <Actions batch={batch} onGone={onClose} />
      {batch.kind === 'evaluation' && summary !== null && <BatchComparison batch={batch} others={others} />}
      <ResultTable key={batch.id} batch={batch} />
    </section>
  );
}
