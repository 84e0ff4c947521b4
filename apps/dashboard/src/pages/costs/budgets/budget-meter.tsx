import { Meter } from '../../../components/meter.tsx';
import { alertShares, type LimitView } from './budget-words.ts';
import classes from './budgets.module.css';

const marks = alertShares.filter((share) => share < 1);

/** What is gone, then what calls under way may yet take; marks stand where people are told. */
export function BudgetMeter({ limit, whose }: { limit: LimitView; whose: string }) {
  const label = (
    <span className="muted">
      <span className="unseen">{whose}: </span>
      {limit.label}
    </span>
  );
  return (
    <div className={classes.meter}>
      <Meter label={label} fraction={limit.spent} text={limit.text} warnAt={0.8} held={limit.held} marks={marks} />
    </div>
  );
}
