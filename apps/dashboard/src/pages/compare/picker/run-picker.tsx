import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import type { Run } from '@trainyard/contracts';
import { useDeferredValue, useId, useState } from 'react';
import { routeQuery, useRoute } from '../../../api/use-route.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { addedNumber, withoutNumber } from './chosen-numbers.ts';
import classes from './run-picker.module.css';

const foundAtOnce = 30;

export interface RunPickerProps {
  label: string;
  /** Numbers of the runs, in the order that they were chosen. */
  chosen: readonly number[];
  most: number;
  change: (numbers: readonly number[]) => void;
  /** Narrows what is offered, as in the list of runs. */
  filter?: string;
}

/** Search, and a click adds a run or takes it out again. */
export function RunPicker({ label, chosen, most, change, filter }: RunPickerProps) {
  const [typed, setTyped] = useState('');
  const sought = useDeferredValue(typed.trim());
  const heading = useId();
  const found = useRoute(
    'listRuns',
    {
      query: {
        limit: foundAtOnce,
        ...(sought === '' ? {} : { q: sought }),
        ...(filter === undefined ? {} : { filter }),
      },
    },
    { keepPrevious: true },
  );
  const full = chosen.length >= most;
  return (
    <div className={classes.picker}>
      {chosen.length > 0 && <Chosen numbers={chosen} change={change} />}
      <TextInput
        label={label}
        placeholder="Search by name, note or tag"
        value={typed}
        dir="auto"
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p id={heading} className="muted" role="status">
        {full ? `${most} are chosen, and no more can be.` : `${chosen.length} of at most ${most} chosen.`}
      </p>
      {found.error !== null && found.data === undefined && (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <LoadingState what="Looking for runs" />}
      {found.data?.items.length === 0 && <p className="muted">No run is found by these words.</p>}
      {(found.data?.items.length ?? 0) > 0 && (
        <ul className={classes.found} aria-labelledby={heading}>
          {found.data?.items.map((run) => {
            const isChosen = chosen.includes(run.number);
            return (
              <li key={run.id}>
                <button
                  type="button"
                  className={classes.run}
                  aria-pressed={isChosen}
                  aria-disabled={full && !isChosen}
                  onClick={() =>
                    change(isChosen ? withoutNumber(chosen, run.number) : addedNumber(chosen, run.number, most))
                  }
                >
                  <RunWords run={run} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function RunWords({ run }: { run: Run }) {
  const about = [run.trainer, run.dataset?.name].filter((part) => part != null).join(' on ');
  return (
    <>
      <span className="muted">{run.number}</span>
      <bdi className="cut" title={run.name}>
        {run.name}
      </bdi>
      <span className={`muted cut ${classes.about}`}>
        <bdi>{about}</bdi>
      </span>
      <StatusBadge status={run.status} reason={run.reason} />
    </>
  );
}

function Chosen({ numbers, change }: { numbers: readonly number[]; change: (numbers: readonly number[]) => void }) {
  const runs = useQueries({
    queries: numbers.map((number) => ({
      ...routeQuery('getRun', { params: { id: String(number) } }),
      staleTime: 60_000,
      retry: false,
    })),
  });
  return (
    <ul className={classes.chosen} aria-label="Chosen runs">
      {numbers.map((number, at) => (
        <li key={number}>
          <span className="cut">
            {number} <bdi>{runs[at]?.data?.name ?? ''}</bdi>
          </span>
          <ActionIcon aria-label={`Take run ${number} out`} onClick={() => change(withoutNumber(numbers, number))}>
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
