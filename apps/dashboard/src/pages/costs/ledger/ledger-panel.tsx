import type { LanguageCall } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { cursorOf } from '../../../app/cursor-trail.ts';
import { useSearchText } from '../../../app/use-search.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TrailButtons } from '../../../components/trail-buttons.tsx';
import { count } from '../../../format/number.ts';
import type { CostSearch } from '../cost-search.ts';
import classes from '../costs.module.css';
import { CallDialog } from './call-dialog.tsx';
import { CallTable } from './call-table.tsx';
import { LedgerFilters } from './ledger-filters.tsx';

const pageSize = 50;

/** Every attempt of every call, newest first. */
export function LedgerPanel({ asked, since }: { asked: CostSearch; since: string | undefined }) {
  const [search, change] = useSearchText();
  const [opened, setOpened] = useState<LanguageCall | null>(null);
  const cursor = cursorOf(search.before);
  const { role, status, run, batch, model, everybody } = asked;
  const query = {
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
    ...(role === undefined ? {} : { role }),
    ...(status === undefined ? {} : { status }),
    ...(run === undefined ? {} : { run }),
    ...(batch === undefined ? {} : { batch }),
    ...(model === undefined ? {} : { language_model: model }),
    ...(since === undefined ? {} : { since }),
    ...(everybody ? { everybody: 'true' as const } : {}),
  };
  const calls = useRoute('listLanguageCalls', { query }, { keepPrevious: true });
  const models = useRoute('listLanguageModels', {}, { freshMs: 60_000 });
  const next = calls.data?.next_cursor ?? null;
  const total = calls.data?.total;
  return (
    <Panel title="Ledger" note={total === undefined ? undefined : `${count(total, 'attempt')}, newest first`} flush>
      <LedgerFilters filter={asked} models={models.data?.items ?? []} change={change} />
      {calls.isError && <ErrorState error={calls.error} retry={() => void calls.refetch()} />}
      {calls.data === undefined ? (
        !calls.isError && <LoadingState rows={8} what="Loading the ledger" />
      ) : (
        <CallTable calls={calls.data.items} everybody={everybody} open={setOpened} />
      )}
      {(search.before !== undefined || next !== null) && (
        <nav className={classes.pages} aria-label="Pages of the ledger">
          <TrailButtons
            trail={search.before}
            next={next}
            turn={(before) => change({ before })}
            words={['Newest', 'Newer', 'Older']}
          />
        </nav>
      )}
      {opened !== null && <CallDialog call={opened} everybody={everybody} onClose={() => setOpened(null)} />}
    </Panel>
  );
}
