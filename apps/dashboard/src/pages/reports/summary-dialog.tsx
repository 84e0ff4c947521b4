import { Button, Select, TextInput } from '@mantine/core';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { Dialog } from '../../components/dialog.tsx';
import { RunPicker } from '../compare/picker/run-picker.tsx';
import { whyNotReported } from '../history/actions/report-trainers.ts';
import classes from './reports.module.css';

/** A report about chosen runs: one of them, or a summary over several. */
export function SummaryDialog({ trainers, close }: { trainers: readonly TrainerItem[]; close: () => void }) {
  const [numbers, setNumbers] = useState<readonly number[]>([]);
  const [id, setId] = useState(trainers[0]?.manifest.id ?? '');
  const [name, setName] = useState('');
  const trainer = trainers.find(({ manifest }) => manifest.id === id) ?? trainers[0];
  const start = useAction('createRun', {
    refreshes: ['listRuns'],
    done: (run) => `Run ${run.number} makes the report.`,
    onDone: close,
  });
  if (trainer === undefined) return null;
  const why = numbers.length === 0 ? 'Choose what it is about.' : whyNotReported(trainer, numbers.length);
  return (
    <Dialog opened onClose={close} title="New report" size={560} high>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (why !== null) return;
          const named = name.trim() === '' ? {} : { name: name.trim() };
          start.mutate({
            body: { trainer: trainer.manifest.id, config: { runs: [...numbers] }, priority: 'high', ...named },
          });
        }}
      >
        {trainers.length > 1 && (
          <Select
            label="Kind"
            data={trainers.map(({ manifest }) => ({ value: manifest.id, label: manifest.title }))}
            value={trainer.manifest.id}
            allowDeselect={false}
            onChange={(value) => setId(value ?? '')}
          />
        )}
        <RunPicker
          label="Runs"
          chosen={numbers}
          most={trainer.manifest.needs.runs?.max ?? 1}
          change={setNumbers}
          filter="status:completed,status:stopped,status:failed"
        />
        <TextInput
          label="Name"
          placeholder="made up from the trainer"
          maxLength={200}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <span className="muted" role="status">
            {why}
          </span>
          <Button variant="default" onClick={close}>
            Close
          </Button>
          <Button
            type="submit"
            loading={start.isPending}
            aria-disabled={why !== null}
            {...(why === null ? {} : { 'data-disabled': true })}
          >
            Make the report
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
