import { Button, Checkbox, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Prompt, PromptVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { useSearchText } from '../../../app/use-search.ts';
import { Panel } from '../../../components/panel.tsx';
import { ExampleFields } from '../../prompts/writing/example-fields.tsx';
import { FaultList } from '../../prompts/writing/fault-list.tsx';
import { braced, lostPlaceholders, lostSentence } from '../../prompts/writing/lost-words.ts';
import { PartFields } from '../../prompts/writing/part-fields.tsx';
import { draftFrom, type PromptDraft } from '../../prompts/writing/prompt-draft.ts';
import { textFaults } from '../../prompts/writing/text-faults.ts';
import { usePromptDraft } from '../../prompts/writing/use-prompt-draft.ts';
import writing from '../../prompts/writing/writing.module.css';
import { sameText } from '../../prompts/writing/written.ts';
import { promptRef } from '../prompt-ref.ts';
import { editNotes } from './edit-notes.ts';

/** The text of the next version. What is typed is kept in this browser until it is saved or discarded. */
export function EditForm({ prompt, shown, newest }: { prompt: Prompt; shown: PromptVersion; newest: number }) {
  const { name } = prompt;
  const { draft: kept, kept: keeps, put } = usePromptDraft(name);
  const [, change] = useSearchText();
  const [makeCurrent, setMakeCurrent] = useState(true);
  /** The placeholders that may get lost; others that are lost later are asked about anew. */
  const [mayLose, setMayLose] = useState('');
  const navigate = useNavigate();
  const draft = kept ?? draftFrom(shown);
  const wished = draft.from ?? shown.version;
  const elsewhere = wished !== shown.version;
  const began = useRoute('getPromptVersion', { params: { name, version: wished } }, { enabled: elsewhere });
  // Of a prompt that was deleted and made anew: there is nothing left that it began from.
  const from = began.error?.status === 404 ? shown.version : wished;
  const parent = from === shown.version ? shown : began.data;

  const write = (patch: Partial<PromptDraft>): void => {
    const next = { ...draft, ...patch };
    const untouched = from === shown.version && sameText(next, shown) && next.why === '';
    put(untouched ? null : next);
  };
  const leave = (): void => change({ edit: undefined }, { replace: true });
  const save = useAction('createPromptVersion', {
    refreshes: ['listPrompts', 'getPrompt', 'listPromptVersions', 'getPromptVersion'],
    done: ({ version }) =>
      version <= newest ? `That text is version ${version} already.` : `Version ${version} is there.`,
    onDone: ({ version, current }) => {
      put(null);
      const ref = current ? name : promptRef(name, version);
      void navigate({ to: '/prompts/$ref', params: { ref } });
    },
  });
  const faults = textFaults(draft);
  const lost = parent === undefined ? [] : lostPlaceholders(draft, parent);
  const unchanged = parent !== undefined && sameText(draft, parent);
  const ready =
    parent !== undefined && !unchanged && faults.length === 0 && (lost.length === 0 || mayLose === braced(lost));
  return (
    <Panel title="Text" note={`a new version, from version ${from}`}>
      <form
        className={writing.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const { system, output, examples, why } = draft;
          const parts = { system, output, examples: [...examples] };
          const flags = { make_current: makeCurrent, drops_placeholders: lost.length > 0 };
          save.mutate({ params: { name }, body: { ...parts, ...flags, parents: [from], why } });
        }}
      >
        {editNotes({ from, shown: shown.version, newest, kept: keeps }).map((note) => (
          <p key={note} className={writing.warning}>
            {note}
          </p>
        ))}
        <PartFields written={draft} onChange={write} />
        <ExampleFields examples={draft.examples} onChange={(examples) => write({ examples })} />
        <div role="status">
          {lost.length > 0 && (
            <div className={writing.warning}>
              {lostSentence(name, lost, from)}
              <Checkbox
                label={`That is meant: save it without ${braced(lost)}`}
                checked={mayLose === braced(lost)}
                onChange={(event) => setMayLose(event.currentTarget.checked ? braced(lost) : '')}
              />
            </div>
          )}
          {faults.length > 0 && <FaultList faults={faults} />}
        </div>
        <TextInput
          label="Why"
          description="said beside the version from now on"
          value={draft.why}
          maxLength={2000}
          dir="auto"
          onChange={(event) => write({ why: event.currentTarget.value })}
        />
        <div className={writing.end}>
          {unchanged && <span className="muted">Nothing is changed yet.</span>}
          <Checkbox
            label="Use it from now on"
            checked={makeCurrent}
            onChange={(event) => setMakeCurrent(event.currentTarget.checked)}
          />
          {kept !== null && (
            <Button
              variant="subtle"
              onClick={() => {
                put(null);
                leave();
              }}
            >
              Discard
            </Button>
          )}
          <Button variant="default" onClick={leave}>
            Close
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!ready}>
            Save as a new version
          </Button>
        </div>
      </form>
    </Panel>
  );
}
