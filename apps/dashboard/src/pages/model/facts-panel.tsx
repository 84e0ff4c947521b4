import { Button, Textarea } from '@mantine/core';
import type { Model, ModelVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { CopiedCode } from '../../components/copied-code.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { Bytes } from '../../components/figures.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { caveatOf, metricWords } from '../models/metric-words.ts';
import classes from './model.module.css';

/** What the model is for, and what the version that is shown is worth. */
export function FactsPanel({ model, version }: { model: Model; version: ModelVersion }) {
  const [editing, setEditing] = useState(false);
  const caveat = caveatOf(version);
  return (
    <Panel
      title="What it is"
      actions={
        <MembersOnly>
          <Button variant="default" onClick={() => setEditing(true)}>
            Edit
          </Button>
        </MembersOnly>
      }
    >
      {model.description !== '' && (
        <p className={classes.description} dir="auto">
          {model.description}
        </p>
      )}
      <FactList
        facts={[
          {
            label: 'Judged by',
            value: (
              <>
                {metricWords(version) ?? 'no figure'}
                {caveat !== null && <span className={classes.caveat}> ({caveat})</span>}
              </>
            ),
          },
          { label: 'Size', value: <Bytes bytes={version.size} /> },
          {
            label: 'Registered',
            value: (
              <>
                <Time at={version.created_at} absolute /> by <bdi>{version.owner.name}</bdi>
              </>
            ),
          },
          version.note === '' ? null : { label: 'Note', value: <span dir="auto">{version.note}</span> },
          { label: 'Reference', value: <CopiedCode text={`${model.name}@${version.version}`} what="reference" /> },
          { label: 'SHA-256', value: <CopiedCode text={version.sha256} what="digest" /> },
        ]}
      />
      <Dialog opened={editing} onClose={() => setEditing(false)} title={`Edit ${model.name}`} size={520}>
        {editing && <EditForm model={model} version={version} onDone={() => setEditing(false)} />}
      </Dialog>
    </Panel>
  );
}

function EditForm({ model, version, onDone }: { model: Model; version: ModelVersion; onDone: () => void }) {
  const [description, setDescription] = useState(model.description);
  const [note, setNote] = useState(version.note);
  const describe = useAction('patchModel', { refreshes: ['getModel', 'listModels'] });
  const remark = useAction('patchModelVersion', { refreshes: ['getModel', 'listModels'] });
  const save = async (): Promise<void> => {
    const { name } = model;
    if (description !== model.description) await describe.mutateAsync({ params: { name }, body: { description } });
    if (note !== version.note) {
      await remark.mutateAsync({ params: { name, version: version.version }, body: { note } });
    }
    onDone();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        // A failure is told as a toast, and what was typed stays.
        save().catch(() => undefined);
      }}
    >
      <Textarea
        label="What the model is for"
        value={description}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={10}
        dir="auto"
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Textarea
        label={`Note of version ${version.version}`}
        value={note}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={10}
        dir="auto"
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={describe.isPending || remark.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
