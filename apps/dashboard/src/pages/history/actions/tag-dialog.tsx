import { Button, Modal, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { count } from '../../../format/number.ts';
import classes from './dialog.module.css';
import { parseTags } from './tag-text.ts';

export interface TagDialogProps {
  runs: number;
  /** Tags that any of the runs has. */
  present: readonly string[];
  add: (tags: Record<string, string>) => void;
  remove: (keys: readonly string[]) => void;
  close: () => void;
}

/** Adds tags to runs, and takes away what they have. */
export function TagDialog({ runs, present, add, remove, close }: TagDialogProps) {
  const [text, setText] = useState('');
  const { tags, problem } = parseTags(text);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (problem !== null || Object.keys(tags).length === 0) return;
    add(tags);
    close();
  }
  return (
    <Modal opened onClose={close} title={`Tags of ${count(runs, 'run')}`} size={440}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label="Add"
          description="key=value or a single word; several joined by a comma"
          value={text}
          maxLength={2000}
          error={problem}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {present.length > 0 && (
          <div>
            <p className={classes.label}>Take away</p>
            <ul className={classes.tags}>
              {present.map((key) => (
                <li key={key}>
                  <button
                    type="button"
                    aria-label={`Take away tag ${key}`}
                    onClick={() => {
                      remove([key]);
                      close();
                    }}
                  >
                    <bdi className="cut">{key}</bdi>
                    <IconX size={13} aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={problem !== null || Object.keys(tags).length === 0}>
            Add tags
          </Button>
        </div>
      </form>
    </Modal>
  );
}
