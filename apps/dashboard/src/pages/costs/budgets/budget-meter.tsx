import { useId } from 'react';
import { alertShares, type LimitView } from './budget-words.ts';
import classes from './budgets.module.css';

/** What is gone, then what calls under way may yet take; marks stand where people are told. */
export function BudgetMeter({ limit, whose }: { limit: LimitView; whose: string }) {
  const id = useId();
  const spent = Math.min(1, limit.spent);
  const held = Math.min(1 - spent, limit.held);
  return (
    <div className={classes.meter}>
      <span className={classes.line}>
        <span id={id} className="muted">
          <span className="unseen">{whose}: </span>
          {limit.label}
        </span>
        <span className={classes.figure}>{limit.text}</span>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn alike in every browser */}
      <span
        className={classes.track}
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(spent * 100)}
        aria-valuetext={limit.text}
      >
        <span className={classes.spent} data-high={spent >= 0.8} style={{ width: `${spent * 100}%` }} />
        <span className={classes.held} style={{ left: `${spent * 100}%`, width: `${held * 100}%` }} />
        {alertShares.map(
          (share) => share < 1 && <span key={share} className={classes.mark} style={{ left: `${share * 100}%` }} />,
        )}
      </span>
    </div>
  );
}
