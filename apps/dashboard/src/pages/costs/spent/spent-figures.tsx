import type { LanguageUsageSum } from '@trainyard/contracts';
import { count, formatInteger, formatPercent } from '../../../format/number.ts';
import { formatUsd } from '../../../format/usd.ts';
import classes from '../costs.module.css';
import { savedText, spentText } from './sum-words.ts';

function Figure({ label, value, note }: { label: string; value: string; note?: string | null }) {
  return (
    <div className={classes.figure}>
      <dt className="cut">{label}</dt>
      <dd className={classes.value}>{value}</dd>
      {note != null && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

/** What the chosen time came to. */
export function SpentFigures({ sum }: { sum: LanguageUsageSum }) {
  const answered = sum.calls + sum.cached;
  const tokens = `${formatInteger(sum.input_tokens)} in, ${formatInteger(sum.output_tokens)} out`;
  return (
    <dl className={classes.figures}>
      <Figure
        label="Spent"
        value={spentText(sum)}
        note={sum.unpriced > 0 ? `${count(sum.unpriced, 'call')} of unknown price` : null}
      />
      <Figure label="Calls to providers" value={formatInteger(sum.calls)} note={`tokens: ${tokens}`} />
      <Figure
        label="Answered from the cache"
        value={formatInteger(sum.cached)}
        note={answered === 0 ? null : `${formatPercent(sum.cached / answered, 0)} of all`}
      />
      <Figure
        label="Saved by the cache"
        value={savedText(sum)}
        note={sum.saved_unpriced > 0 ? `${count(sum.saved_unpriced, 'answer')} of unknown cost` : null}
      />
      <Figure label="Failed" value={formatInteger(sum.failed)} note="attempts; retries are calls too" />
      <Figure
        label="Outcome unknown"
        value={formatInteger(sum.unknown)}
        note={sum.unknown === 0 ? null : `${formatUsd(sum.kept_usd)} reserved counts as spent`}
      />
      {sum.asked > 0 && (
        <Figure label="Under way" value={formatInteger(sum.asked)} note={`at most ${formatUsd(sum.held_usd)}`} />
      )}
    </dl>
  );
}
