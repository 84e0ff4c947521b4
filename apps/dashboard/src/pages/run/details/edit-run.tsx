import { ActionIcon, Button, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { useMayChange } from '../../../components/members-only.tsx';
import classes from '../actions/run-actions.module.css';
import { parseTags, tagsText } from './tag-text.ts';

/** The pencil beside the name. */
export function RenameButton({ run }: { run: Run }) {
  const [opened, setOpened] = useState(false);
  if (!useMayChange()) return null;
  return (
    <>
      <Tooltip label="Edit name, notes and tags">
        <ActionIcon aria-label="Edit name, notes and tags" onClick={() => setOpened(true)}>
          <IconPencil size={15} />
        </ActionIcon>
      </Tooltip>
      <EditRunDialog run={run} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

export function EditRunDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={`Run ${run.number}`} size={480}>
      {opened && <EditForm run={run} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ run, onClose }: { run: Run; onClose: () => void }) {
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  const [tags, setTags] = useState(tagsText(run.tags));
  const save = useAction('patchRun', { refreshes: ['getRun', 'listRuns'], done: 'Saved.', onDone: onClose });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const trimmed = name.trim();
        if (trimmed === '') return;
        save.mutate({ params: { id: run.id }, body: { name: trimmed, notes, tags: parseTags(tags) } });
      }}
    >
      <TextInput
        label="Name"
        required
        maxLength={200}
        dir="auto"
        value={name}
        {...(name.trim() === '' ? { error: 'A run needs a name.' } : {})}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Textarea
        label="Notes"
        autosize
        minRows={3}
        maxRows={12}
        maxLength={20_000}
        dir="auto"
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <TextInput
        label="Tags"
        description="Separated by commas; a tag may have a value: team=blue, draft"
        dir="auto"
        value={tags}
        onChange={(event) => setTags(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
