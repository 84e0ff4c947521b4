import { Button, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { Dialog } from '../../components/dialog.tsx';
import { promptNameFault } from './prompt-name.ts';
import { ExampleFields } from './writing/example-fields.tsx';
import { FaultList } from './writing/fault-list.tsx';
import { PartFields } from './writing/part-fields.tsx';
import { blankDraft, notKept, type PromptDraft } from './writing/prompt-draft.ts';
import { textFaults } from './writing/text-faults.ts';
import { usePromptDraft } from './writing/use-prompt-draft.ts';
import classes from './writing/writing.module.css';

export function NewPromptDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title="New prompt" size={820} high>
      {opened && <NewPromptForm onClose={onClose} />}
    </Dialog>
  );
}

/** What is typed is kept, so that a closed window loses nothing. */
function NewPromptForm({ onClose }: { onClose: () => void }) {
  const { draft: kept, kept: keeps, put } = usePromptDraft('');
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const draft = kept ?? blankDraft;
  const change = (patch: Partial<PromptDraft>) => put({ ...draft, ...patch });
  const create = useAction('createPrompt', {
    refreshes: ['listPrompts'],
    done: ({ name }) => `${name} is there, with its version 1.`,
    onDone: ({ name }) => {
      put(null);
      void navigate({ to: '/prompts/$ref', params: { ref: name } });
    },
  });
  const nameFault = promptNameFault(draft.name);
  const faults = textFaults(draft);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (nameFault !== null || faults.length > 0) return;
        const { name, description, system, output, examples, why } = draft;
        create.mutate({ body: { name, description, system, output, examples: [...examples], why } });
      }}
    >
      <div className={classes.parts}>
        <TextInput
          label="Name"
          value={draft.name}
          error={tried || draft.name !== '' ? nameFault : null}
          maxLength={80}
          data-autofocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Textarea
          label="What it is for"
          value={draft.description}
          maxLength={2000}
          rows={1}
          resize="vertical"
          dir="auto"
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </div>
      {!keeps && <p className={classes.warning}>{notKept}</p>}
      <PartFields written={draft} onChange={change} />
      <ExampleFields examples={draft.examples} onChange={(examples) => change({ examples })} />
      <div role="status">{tried && faults.length > 0 && <FaultList faults={faults} />}</div>
      <div className={classes.end}>
        {kept !== null && (
          <Button variant="subtle" onClick={() => put(null)}>
            Clear
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" loading={create.isPending}>
          Make the prompt
        </Button>
      </div>
    </form>
  );
}
