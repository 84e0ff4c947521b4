import { Button } from '@mantine/core';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useMayChange } from '../../components/members-only.tsx';
import { MoreByName, NameSearch, useNameSearch } from '../../components/name-search.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { NewPromptDialog } from './new-prompt-dialog.tsx';
import { PromptTable } from './prompt-table.tsx';
import { viewersOnlyRead } from './viewer-words.ts';

const shownAtOnce = 200;

/** All prompts. */
export default function PromptsPage() {
  const words = useNameSearch();
  const mayChange = useMayChange();
  const [search, change] = useSearchText();
  const prompts = useRoute(
    'listPrompts',
    { query: { limit: shownAtOnce, ...(words === '' ? {} : { q: words }) } },
    { keepPrevious: true },
  );
  const items = prompts.data?.items ?? [];
  const total = prompts.data?.total ?? 0;
  const begin = (
    <Button disabled={!mayChange} title={mayChange ? undefined : viewersOnlyRead} onClick={() => change({ new: '1' })}>
      New prompt
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Prompts"
        note={prompts.data === undefined ? undefined : count(total, 'prompt')}
        actions={begin}
      />
      <NameSearch label="Search prompts" placeholder="Search names and descriptions" />
      <Panel flush>
        {prompts.data === undefined ? (
          prompts.isError ? (
            <ErrorState error={prompts.error} retry={() => void prompts.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading prompts" />
          )
        ) : items.length === 0 && words === '' ? (
          <EmptyState title="There is no prompt yet.">
            A prompt is a text for a language model: what it is to do, how it is to answer, and answered examples. Every
            change becomes a version, and nothing that was written is lost. Begin with “New prompt”, or with{' '}
            <code>trainyard prompt create</code>.
          </EmptyState>
        ) : (
          <PromptTable items={items} />
        )}
      </Panel>
      <MoreByName shown={items.length} total={total} />
      <NewPromptDialog
        opened={mayChange && search.new !== undefined}
        onClose={() => change({ new: undefined }, { replace: true })}
      />
    </>
  );
}
