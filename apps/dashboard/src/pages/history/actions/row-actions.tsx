import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { NoteDialog } from './note-dialog.tsx';
import { RowMenu } from './row-menu.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { useRunChanges } from './use-run-changes.ts';

export interface OpenedRow {
  run: Run;
  button: HTMLElement;
}

/** The menu of a row and the dialogs that it opens. */
export function RowActions({
  opened,
  close,
  onDeleted,
}: {
  opened: OpenedRow | null;
  close: () => void;
  onDeleted: (numbers: number[]) => void;
}) {
  const [dialog, setDialog] = useState<{ kind: 'note' | 'tags'; run: Run } | null>(null);
  const changes = useRunChanges(onDeleted);
  return (
    <>
      {opened !== null && (
        <RowMenu
          key={opened.run.id}
          run={opened.run}
          button={opened.button}
          close={close}
          note={() => setDialog({ kind: 'note', run: opened.run })}
          tags={() => setDialog({ kind: 'tags', run: opened.run })}
          keep={(kept) => changes.keep([opened.run.number], kept)}
          remove={() => changes.remove([opened.run.number])}
          restore={() => changes.restore([opened.run.number])}
        />
      )}
      {dialog?.kind === 'note' && <NoteDialog run={dialog.run} close={() => setDialog(null)} />}
      {dialog?.kind === 'tags' && (
        <TagDialog
          runs={1}
          present={Object.keys(dialog.run.tags).sort()}
          add={(tags) => changes.tag([dialog.run.number], tags)}
          remove={(keys) => changes.untag([dialog.run.number], keys)}
          close={() => setDialog(null)}
        />
      )}
    </>
  );
}
