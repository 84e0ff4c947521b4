import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LanguageUsageSum } from '@trainyard/contracts';
import { useMemo } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { ChoiceBar } from '../../sections/choice-bar.tsx';
import { BudgetsPanel } from './budgets/budgets-panel.tsx';
import { type CostSearch, periods, readCostSearch, sinceOf } from './cost-search.ts';
import { LedgerPanel } from './ledger/ledger-panel.tsx';
import type { Measure } from './spent/cost-days.ts';
import { DailyPanel } from './spent/daily-panel.tsx';
import { GroupPanel } from './spent/group-panel.tsx';
import { SpentFigures } from './spent/spent-figures.tsx';

/** What language models cost: in a time, by what, and call by call. */
export default function CostsPage() {
  const [search, change] = useSearchText();
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const admin = me.data?.role === 'admin';
  const read = readCostSearch(search);
  const asked = { ...read, everybody: read.everybody && admin };
  // Asked once for each time that is chosen: a moment that moved on would be another question every time.
  const since = useMemo(() => sinceOf(asked.period, Date.now()), [asked.period]);
  const time = {
    ...(since === undefined ? {} : { since }),
    ...(asked.everybody ? { everybody: 'true' as const } : {}),
  };
  const whole = useRoute(
    'sumLanguageUsage',
    { query: { ...time, by: 'all' } },
    { keepPrevious: true, everyMs: 15_000 },
  );
  const [sum] = whole.data?.items ?? [];
  return (
    <>
      <PageHeader
        title="Cost"
        note="of calls to language models, in US dollars"
        actions={
          <>
            {admin && (
              <Switch
                label="Of everybody"
                checked={asked.everybody}
                onChange={(event) =>
                  change({ everybody: event.currentTarget.checked ? 'true' : undefined, before: undefined })
                }
              />
            )}
            <ChoiceBar
              label="Time"
              choices={periods}
              value={asked.period}
              onChange={(days) => change({ days: days === '30' ? undefined : days, before: undefined })}
            />
          </>
        }
      />
      {whole.isError && <ErrorState error={whole.error} retry={() => void whole.refetch()} />}
      {whole.data === undefined ? (
        !whole.isError && <LoadingState rows={6} what="Adding up the calls" />
      ) : sum === undefined ? (
        <Panel flush>
          <EmptyState title="No call to a language model in this time.">
            Runs that optimise prompts make calls, and every program that is pointed at Trainyard.{' '}
            <Link to="/settings/$section" params={{ section: 'language-models' }}>
              Settings
            </Link>{' '}
            has the language models.
          </EmptyState>
        </Panel>
      ) : (
        <Spent sum={sum} asked={asked} since={since} time={time} />
      )}
      <BudgetsPanel />
    </>
  );
}

function Spent(props: {
  sum: LanguageUsageSum;
  asked: CostSearch;
  since: string | undefined;
  time: { since?: string; everybody?: 'true' };
}) {
  const { sum, asked, since, time } = props;
  const [search, change] = useSearchText();
  const grouped = useRoute(
    'sumLanguageUsage',
    { query: { ...time, by: asked.by } },
    { keepPrevious: true, everyMs: 15_000 },
  );
  const daily = useRoute(
    'sumLanguageUsage',
    { query: { ...time, by: asked.by, each_day: 'true' } },
    { keepPrevious: true, everyMs: 15_000 },
  );
  const measures: Record<string, Measure> = { cost: 'cost', calls: 'calls', tokens: 'tokens' };
  // Where no price is known, bars of money would all be nothing.
  const usual: Measure = sum.cost_usd + sum.kept_usd === 0 && sum.unpriced > 0 ? 'calls' : 'cost';
  const measure = measures[search.measure ?? ''] ?? usual;
  return (
    <>
      <SpentFigures sum={sum} />
      {daily.data === undefined ? (
        daily.isError ? (
          <ErrorState error={daily.error} retry={() => void daily.refetch()} />
        ) : (
          <LoadingState rows={6} what="Adding up each day" />
        )
      ) : (
        <DailyPanel
          sums={daily.data.items}
          by={asked.by}
          since={since}
          measure={measure}
          setMeasure={(chosen) => change({ measure: chosen })}
        />
      )}
      {grouped.data === undefined ? (
        grouped.isError ? (
          <ErrorState error={grouped.error} retry={() => void grouped.refetch()} />
        ) : (
          <LoadingState rows={4} what="Adding up the groups" />
        )
      ) : (
        <GroupPanel
          sums={grouped.data.items}
          by={asked.by}
          setBy={(by) => change({ by: by === 'role' ? undefined : by })}
        />
      )}
      <LedgerPanel asked={asked} since={since} />
    </>
  );
}
