import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import type { SavedView } from '@trainyard/contracts';
import { type FormEvent, useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import classes from './views.module.css';

export interface ViewsDialogProps {
  views: readonly SavedView[];
  query: string;
  close: () => void;
}

/** Saves what is seen as a view, and deletes own ones. */
export function ViewsDialog({ views, query, close }: ViewsDialogProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useAction('createView', {
    refreshes: ['listViews'],
    done: ({ name: saved }) => `View “${saved}” is saved.`,
    onDone: close,
  });
  const remove = useAction('deleteView', { refreshes: ['listViews'], done: 'The view is deleted.' });
  const own = views.filter(({ mine }) => mine);
  const replaced = own.find((view) => view.name === name.trim());
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '') save.mutate({ body: { name: name.trim(), query, shared } });
  }
  return (
    <Modal opened onClose={close} title="Saved views" size={460}>
      <form onSubmit={submit} className={classes.form}>
        <p className="muted">Search, filters, sort and columns as they are now.</p>
        <TextInput
          label="Name"
          value={name}
          maxLength={80}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
          {...(replaced === undefined ? {} : { description: 'Your view of this name is replaced.' })}
        />
        <Checkbox
          label="Others see it too"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {replaced === undefined ? 'Save view' : 'Replace view'}
          </Button>
        </div>
      </form>
      {own.length > 0 && (
        <>
          <h3 className={classes.head}>Yours</h3>
          <ul className={classes.own}>
            {own.map((view) => (
              <li key={view.id}>
                <bdi className="cut" title={view.name}>
                  {view.name}
                </bdi>
                {view.shared && <span className="muted">shared</span>}
                <Button
                  variant="default"
                  aria-label={`Delete view ${view.name}`}
                  onClick={() => remove.mutate({ params: { view: view.id } })}
                >
                  Delete
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
