import { Button, Modal, Textarea } from '@mantine/core';
import type { Run } from '@trainyard/contracts';
import { type FormEvent, useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import classes from './dialog.module.css';

/** The note of one run. */
export function NoteDialog({ run, close }: { run: Run; close: () => void }) {
  const [notes, setNotes] = useState(run.notes);
  const save = useAction('patchRun', {
    refreshes: ['listRuns', 'getRun'],
    done: `The note of run ${run.number} is saved.`,
    onDone: close,
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ params: { id: String(run.number) }, body: { notes } });
  }
  return (
    <Modal opened onClose={close} title={`Note on run ${run.number}`} size={520}>
      <form onSubmit={submit} className={classes.form}>
        <Textarea
          aria-label="Note"
          value={notes}
          maxLength={20_000}
          autosize
          minRows={5}
          maxRows={16}
          data-autofocus
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save note
          </Button>
        </div>
      </form>
    </Modal>
  );
}
