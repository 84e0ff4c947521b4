import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Prompt } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { count } from '../../format/number.ts';
import { usePromptDraft } from '../prompts/writing/use-prompt-draft.ts';

/** Its owner or an admin may; for everybody else it is not live. */
export function DeletePrompt({ prompt }: { prompt: Prompt }) {
  const { name, versions, owner } = prompt;
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const { put } = usePromptDraft(name);
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const may = me.data?.role === 'admin' || (me.data?.role === 'member' && me.data.id === owner.id);
  const remove = useAction('deletePrompt', {
    refreshes: ['listPrompts'],
    done: `${name} and its versions are deleted.`,
    onDone: () => {
      put(null);
      void navigate({ to: '/prompts' });
    },
  });
  return (
    <>
      <Button
        variant="default"
        disabled={!may}
        title={may ? undefined : `Only ${owner.name}, who made it, or an admin can delete it.`}
        onClick={() => setAsking(true)}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Delete ${name}?`}
        confirm="Delete"
        dangerous
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ params: { name } }, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        The prompt goes with {versions === 1 ? 'its only version' : `all its ${count(versions, 'version')}`}, and cannot
        be brought back. Runs keep the texts that they used.
      </ConfirmDialog>
    </>
  );
}
