import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useAction } from '../../api/use-action.ts';
import { useMayChange } from '../../components/members-only.tsx';
import { viewersOnlyRead } from '../prompts/viewer-words.ts';

/** Makes the version that is shown the current one. */
export function UseVersionButton({ name, version }: { name: string; version: number }) {
  const mayChange = useMayChange();
  const navigate = useNavigate();
  const use = useAction('usePromptVersion', {
    refreshes: ['getPrompt', 'listPrompts', 'listPromptVersions', 'getPromptVersion'],
    done: `${name} is now its version ${version}.`,
    onDone: () => void navigate({ to: '/prompts/$ref', params: { ref: name } }),
  });
  return (
    <Button
      disabled={!mayChange}
      loading={use.isPending}
      title={mayChange ? 'Used from now on where no version is named' : viewersOnlyRead}
      onClick={() => use.mutate({ params: { name }, body: { version } })}
    >
      Use this version
    </Button>
  );
}
