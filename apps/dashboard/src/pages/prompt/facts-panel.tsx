import { Button, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Prompt, PromptVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { CopiedCode } from '../../components/copied-code.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { useMayChange } from '../../components/members-only.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { viewersOnlyRead } from '../prompts/viewer-words.ts';
import { PlaceholderChips } from '../prompts/writing/placeholder-chips.tsx';
import writing from '../prompts/writing/writing.module.css';
import classes from './prompt.module.css';
import { promptRef } from './prompt-ref.ts';
import { editWords, fromWords } from './versions/edit-words.ts';

/** What the prompt is for, and where the version that is shown came from. */
export function FactsPanel({ prompt, version }: { prompt: Prompt; version: PromptVersion }) {
  const [editing, setEditing] = useState(false);
  const mayChange = useMayChange();
  const from = fromWords(version.parents);
  const { run, why, placeholders } = version;
  return (
    <Panel
      title="What it is"
      actions={
        <Button
          variant="default"
          disabled={!mayChange}
          title={mayChange ? undefined : viewersOnlyRead}
          onClick={() => setEditing(true)}
        >
          Describe
        </Button>
      }
    >
      {prompt.description !== '' && (
        <p className={classes.description} dir="auto">
          {prompt.description}
        </p>
      )}
      <FactList
        facts={[
          {
            label: 'Made',
            value: (
              <>
                <Time at={version.created_at} absolute /> by <bdi>{version.owner.name}</bdi>,{' '}
                <bdi>{editWords(version)}</bdi>
                {from !== null && `, from version ${from}`}
              </>
            ),
          },
          run === null
            ? null
            : {
                label: 'Run',
                value: (
                  <Link to="/runs/$id" params={{ id: String(run.number) }}>
                    #{run.number} <bdi>{run.name}</bdi>
                  </Link>
                ),
              },
          why === '' ? null : { label: 'Why', value: <span dir="auto">{why}</span> },
          { label: 'Length', value: count(version.words, 'word') },
          {
            label: 'Placeholders',
            value: placeholders.length === 0 ? 'none' : <PlaceholderChips names={placeholders} />,
          },
          { label: 'Reference', value: <CopiedCode text={promptRef(prompt.name, version.version)} what="reference" /> },
        ]}
      />
      <Dialog opened={editing} onClose={() => setEditing(false)} title={`Describe ${prompt.name}`} size={520}>
        {editing && <DescriptionForm prompt={prompt} onDone={() => setEditing(false)} />}
      </Dialog>
    </Panel>
  );
}

function DescriptionForm({ prompt, onDone }: { prompt: Prompt; onDone: () => void }) {
  const [description, setDescription] = useState(prompt.description);
  const describe = useAction('patchPrompt', { refreshes: ['getPrompt', 'listPrompts'], onDone });
  return (
    <form
      className={writing.form}
      onSubmit={(event) => {
        event.preventDefault();
        describe.mutate({ params: { name: prompt.name }, body: { description } });
      }}
    >
      <Textarea
        label="What it is for"
        value={description}
        maxLength={2000}
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        data-autofocus
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <div className={writing.end}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={describe.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
