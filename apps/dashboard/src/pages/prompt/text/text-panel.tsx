import { Button } from '@mantine/core';
import type { Prompt, PromptVersion } from '@trainyard/contracts';
import { useSearchText } from '../../../app/use-search.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { Panel } from '../../../components/panel.tsx';
import { viewersOnlyRead } from '../../prompts/viewer-words.ts';
import { usePromptDraft } from '../../prompts/writing/use-prompt-draft.ts';
import { EditForm } from './edit-form.tsx';
import { PartTexts } from './part-texts.tsx';
import classes from './text.module.css';

export interface TextPanelProps {
  prompt: Prompt;
  version: PromptVersion;
  newest: number;
}

/** What is sent with every input; read, or written anew as a further version. */
export function TextPanel({ prompt, version, newest }: TextPanelProps) {
  const [search, change] = useSearchText();
  const mayChange = useMayChange();
  const { draft, put } = usePromptDraft(prompt.name);
  const editing = mayChange && search.edit !== undefined;
  const edit = () => change({ edit: '1' });
  if (editing) return <EditForm key={prompt.name} prompt={prompt} shown={version} newest={newest} />;
  return (
    <Panel
      title="Text"
      note={`version ${version.version}`}
      actions={
        <Button variant="default" disabled={!mayChange} title={mayChange ? undefined : viewersOnlyRead} onClick={edit}>
          {draft === null ? 'Edit' : 'Go on editing'}
        </Button>
      }
    >
      {draft !== null && mayChange && (
        <div className={classes.kept} role="status">
          <span>A text that is not saved is kept in this browser; it began from version {draft.from}.</span>
          <Button variant="default" size="compact-xs" onClick={() => put(null)}>
            Discard it
          </Button>
        </div>
      )}
      <PartTexts version={version} />
    </Panel>
  );
}
