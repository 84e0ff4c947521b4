import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { LanguageBudget } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { limitsIn } from './budget-words.ts';
import classes from './budgets.module.css';

export type Whose = 'me' | 'user' | 'run' | 'installation';

export interface BudgetFormProps {
  /** What is changed; null: a new one. */
  budget: LanguageBudget | null;
  /** Whose it is when it is new; fixed where the page knows. */
  whose?: { kind: Whose; name: string };
  admin: boolean;
  /** Somebody else set it. */
  onlyLower: boolean;
  onClose: () => void;
}

const refreshes = ['listLanguageBudgets'] as const;

function begin({ budget, whose }: BudgetFormProps): { kind: Whose; name: string } {
  if (budget?.everything) return { kind: 'installation', name: '' };
  if (budget?.run != null) return { kind: 'run', name: String(budget.run.number) };
  if (budget?.user != null) return { kind: 'user', name: budget.user.id };
  return whose ?? { kind: 'me', name: '' };
}

/** Sets or changes limits in money, in calls, or both. */
export function BudgetForm(props: BudgetFormProps) {
  const { budget, whose, admin, onlyLower, onClose } = props;
  const [{ kind, name }, setWhose] = useState(() => begin(props));
  const [usd, setUsd] = useState(budget?.limit_usd == null ? '' : String(budget.limit_usd));
  const [calls, setCalls] = useState(budget?.limit_calls == null ? '' : String(budget.limit_calls));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const options = { refreshes, done: 'The budget is set.', onDone: onClose, onProblem: setProblem };
  const setUser = useAction('setUserBudget', options);
  const setRun = useAction('setRunBudget', options);
  const setAll = useAction('setInstallationBudget', options);
  const limits = limitsIn({ usd, calls });
  const fixed = budget !== null || whose !== undefined;
  const kinds: { value: Whose; label: string }[] = [
    { value: 'me', label: 'myself' },
    { value: 'run', label: 'a run' },
    ...(admin
      ? [
          { value: 'user' as const, label: 'a person' },
          { value: 'installation' as const, label: 'everybody together' },
        ]
      : []),
  ];
  const isNamed = kind === 'run' || kind === 'user';
  return (
    <Dialog opened onClose={onClose} title={budget === null ? 'Set a budget' : 'Change the budget'} size={480}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (limits === null) return;
          setProblem(null);
          if (kind === 'installation') setAll.mutate({ body: limits });
          else if (kind === 'run') setRun.mutate({ params: { id: name.trim() }, body: limits });
          else setUser.mutate({ params: { user: kind === 'me' ? 'me' : name.trim() }, body: limits });
        }}
      >
        {!fixed && (
          <div className={classes.pair}>
            <NativeSelect
              label="For"
              data={kinds}
              value={kind}
              onChange={(event) => {
                const chosen = kinds.find(({ value }) => value === event.currentTarget.value);
                if (chosen !== undefined) setWhose({ kind: chosen.value, name: '' });
              }}
            />
            {isNamed && (
              <TextInput
                label={kind === 'run' ? 'Run number' : 'Name'}
                required
                maxLength={200}
                value={name}
                onChange={(event) => setWhose({ kind, name: event.currentTarget.value })}
              />
            )}
          </div>
        )}
        <p className="muted">
          {onlyLower
            ? 'Somebody else set this budget: you may lower its limits, and not raise them.'
            : kind === 'run'
              ? 'It counts what the run has taken already. A run that reaches it stops with the best it has.'
              : kind === 'installation'
                ? 'It counts from now on, over all people, runs and batches; each of these may have a budget too.'
                : 'It counts from now on, over all runs.'}
        </p>
        <div className={classes.pair}>
          <TextInput
            label="US dollars"
            inputMode="decimal"
            value={usd}
            onChange={(event) => setUsd(event.currentTarget.value)}
          />
          <TextInput
            label="Calls"
            inputMode="numeric"
            value={calls}
            onChange={(event) => setCalls(event.currentTarget.value)}
          />
        </div>
        <p className="muted">One of them suffices. A budget in dollars allows no call whose price is unknown.</p>
        <div role="alert">{problem !== null && <p className={classes.fault}>{problemText(problem).title}</p>}</div>
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={setUser.isPending || setRun.isPending || setAll.isPending}
            disabled={limits === null || (isNamed && name.trim() === '')}
          >
            Set
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
