import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { formatUsd } from '../../../format/usd.ts';
import { BudgetForm } from '../../costs/budgets/budget-form.tsx';
import { BudgetMeter } from '../../costs/budgets/budget-meter.tsx';
import { alertWords, limitsOf, mayRaise } from '../../costs/budgets/budget-words.ts';
import { savedText, spentText } from '../../costs/spent/sum-words.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import classes from './run-budget.module.css';

/** Most runs never call one: they are asked about seldom. */
const liveMs = { calling: 3_000, silent: 15_000 };

/** What the run's calls to language models have cost, against its budget; nothing where it makes none. */
export function RunBudgetPanel() {
  const { run } = useFollowedRun();
  const [calling, setCalling] = useState(false);
  const everyMs = hasEnded(run.status) ? false : calling ? liveMs.calling : liveMs.silent;
  const id = String(run.number);
  const me = useRoute('me', {}, { freshMs: 60_000 }).data;
  const mayChange = useMayChange();
  const admin = me?.role === 'admin';
  const everybody = admin ? { everybody: 'true' as const } : {};
  const spent = useRoute(
    'sumLanguageUsage',
    { query: { run: id, by: 'all', ...everybody } },
    { everyMs, enabled: me !== undefined },
  );
  const budgets = useRoute('listLanguageBudgets', {}, { everyMs });
  const [setting, setSetting] = useState(false);
  const sum = spent.data?.items[0];
  const budget = budgets.data?.items.find((one) => one.run?.id === run.id) ?? null;
  if (!calling && (sum !== undefined || budget !== null)) setCalling(true);
  // The inbox tells of a share once; it is asked only where there is something to tell.
  const alert = budget === null ? null : alertWords(budget);
  const notices = useRoute('listNotices', { query: { limit: 200 } }, { enabled: alert !== null });
  if (sum === undefined && budget === null) return null;
  const told = (notices.data?.items ?? []).filter((one) => one.kind === 'budget' && one.run?.id === run.id);
  const mine = admin || run.owner.id === me?.id;
  return (
    <Panel
      title="Cost"
      actions={
        mayChange &&
        mine && (
          <Button variant="default" onClick={() => setSetting(true)}>
            {budget === null ? 'Set a budget' : 'Change the budget'}
          </Button>
        )
      }
    >
      <div className={classes.cost}>
        {sum !== undefined && (
          <p className={classes.sum}>
            <strong>{spentText(sum)}</strong> for {count(sum.calls, 'call')}
            {sum.cached > 0 && `, ${count(sum.cached, 'answer')} from the cache (${savedText(sum)} saved)`}
            {sum.unknown > 0 &&
              `, ${formatUsd(sum.kept_usd)} of it kept for ${count(sum.unknown, 'call')} of unknown outcome`}
            {'. '}
            <Link to="/costs" search={{ run: id, days: 'all', ...everybody } as never}>
              Its calls
            </Link>
          </p>
        )}
        {budget === null ? (
          <p className="muted">It has no budget of its own.</p>
        ) : (
          limitsOf(budget).map((limit) => <BudgetMeter key={limit.what} limit={limit} whose="This run" />)
        )}
        <div role="status">{alert !== null && <p className={classes.alert}>{alert}</p>}</div>
        {told.length > 0 && (
          <ul className={classes.told} aria-label="Alerts of its budget">
            {told.map(({ id: key, title, at }) => (
              <li key={key}>
                {title}, <Time at={at} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {setting && (
        <BudgetForm
          budget={budget}
          whose={{ kind: 'run', name: id }}
          admin={admin}
          onlyLower={budget !== null && me !== undefined && !mayRaise(budget, me)}
          onClose={() => setSetting(false)}
        />
      )}
    </Panel>
  );
}
