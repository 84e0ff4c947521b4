import { Button, NumberInput } from '@mantine/core';
import type { Worker } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { count } from '../../format/number.ts';
import classes from './workers.module.css';

const mostSlots = 64;

/** How many runs a worker carries at once; it follows with its next beat. */
export function SlotsField({ worker }: { worker: Worker }) {
  const [typed, setTyped] = useState<number | string | null>(null);
  const patch = useAction('patchWorker', {
    refreshes: ['listWorkers'],
    done: (after) => `${after.name} has ${count(after.slots, 'slot')} now.`,
    onDone: () => setTyped(null),
  });
  const value = typed ?? worker.slots;
  const changed = typeof value === 'number' && value !== worker.slots;
  return (
    <form
      className={classes.slots}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) patch.mutate({ params: { worker: worker.id }, body: { slots: value } });
      }}
    >
      <NumberInput
        aria-label={`Slots of ${worker.name}`}
        value={value}
        onChange={setTyped}
        min={0}
        max={mostSlots}
        allowDecimal={false}
        disabled={worker.status === 'lost'}
        w={72}
      />
      <Button type="submit" variant="default" disabled={!changed} loading={patch.isPending}>
        Set
      </Button>
      <span className="muted">{worker.busy} busy</span>
    </form>
  );
}
