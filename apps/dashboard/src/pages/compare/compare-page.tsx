import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { routeQuery, useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { Notice } from '../run/header/notice.tsx';
import { comparedAtMost, readIds, whyNot } from './compared-ids.ts';
import { ComparisonView } from './comparison-view.tsx';
import { RunPicker } from './picker/run-picker.tsx';

/** Two to ten runs side by side. The address holds them, in their order, so that it can be sent to others. */
export default function ComparePage() {
  const [search, change] = useSearchText();
  const ids = readIds(search.ids);
  const [adding, setAdding] = useState(false);
  const numbers = useNumbers(ids);
  const refusal = whyNot(ids.length);
  const setNumbers = (next: readonly number[]) =>
    change({ ids: next.length === 0 ? undefined : next.join(',') }, { replace: true });
  return (
    <>
      <PageHeader
        title={ids.length < 2 ? 'Compare' : `Compare ${ids.length} runs`}
        actions={
          refusal === null && (
            <>
              <CopyButton text={window.location.href} what="the address of this comparison" />
              <Button
                variant="default"
                leftSection={<IconPlus size={15} aria-hidden />}
                onClick={() => setAdding(true)}
              >
                Add or take out
              </Button>
            </>
          )
        }
      />
      {refusal === null ? (
        <Compared ids={ids} numbers={numbers} change={setNumbers} />
      ) : (
        <Panel>
          <EmptyState title={refusal.title}>{refusal.text}</EmptyState>
          <RunPicker label="Find runs" chosen={numbers} most={comparedAtMost} change={setNumbers} />
        </Panel>
      )}
      <Dialog opened={adding} onClose={() => setAdding(false)} title="Runs to compare" size={560} high>
        <RunPicker label="Find runs" chosen={numbers} most={comparedAtMost} change={setNumbers} />
      </Dialog>
    </>
  );
}

/** Addresses may hold ids; everything else here speaks of numbers. */
function useNumbers(ids: readonly string[]): number[] {
  const long = ids.filter((id) => id.includes('-'));
  const found = useQueries({
    queries: long.map((id) => ({ ...routeQuery('getRun', { params: { id } }), staleTime: 300_000, retry: false })),
  });
  return ids.flatMap((id) => {
    if (!id.includes('-')) return [Number(id)];
    const number = found[long.indexOf(id)]?.data?.number;
    return number === undefined ? [] : [number];
  });
}

function Compared(props: {
  ids: readonly string[];
  numbers: readonly number[];
  change: (next: readonly number[]) => void;
}) {
  const { ids, numbers, change } = props;
  const asked = useRoute('compareRuns', { query: { runs: ids.join(',') } }, { keepPrevious: true });
  if (asked.data === undefined) {
    return (
      <Panel>
        {asked.error === null ? (
          <LoadingState rows={8} what="Comparing the runs" />
        ) : (
          <>
            <ErrorState error={asked.error} retry={() => void asked.refetch()} />
            <RunPicker label="Find runs" chosen={numbers} most={comparedAtMost} change={change} />
          </>
        )}
      </Panel>
    );
  }
  return (
    <>
      {asked.error !== null && (
        <Notice tone="warn">The server does not answer; this is the comparison as last read.</Notice>
      )}
      <ComparisonView comparison={asked.data} numbers={numbers} change={change} />
    </>
  );
}
