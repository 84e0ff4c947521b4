import type { Run, RunInsights } from '@trainyard/contracts';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { fromWire } from '../../../format/wire-number.ts';
import { figureText, intervalText, isShareFigure } from './figure-words.ts';
import classes from './overview.module.css';

/** The figure that the run is judged by, never without its interval, its split and what is to be known of its data. */
export function Headline({ insights, run }: { insights: RunInsights; run: Pick<Run, 'badge' | 'split'> }) {
  const { headline, split_note: splitNote } = insights;
  if (headline === null) return null;
  const share = isShareFigure(headline.name, headline.unit, headline.value);
  const interval = intervalText(headline, share, headline.unit);
  const notes = [...new Set([splitNote, headline.note])].filter((note) => note !== null);
  const split = run.split === null ? '' : `, split by ${run.split.by}`;
  return (
    <Panel title="Headline" note={<bdi>{headline.label ?? headline.name}</bdi>}>
      <p className={classes.headline}>
        <span className={classes.figure}>{figureText(headline.value, share, headline.unit)}</span>
        {run.badge !== null && <Badge tone="warn">{run.badge}</Badge>}
      </p>
      {interval !== null ? (
        <>
          {share && <IntervalLine low={headline.low} high={headline.high} value={headline.value} />}
          <p className="muted">
            95 % interval {interval}
            {split}
          </p>
        </>
      ) : (
        <p className="muted">The trainer gave no interval{split}.</p>
      )}
      {notes.map((note) => (
        <p key={note} className={classes.caveat} dir="auto">
          {note}
        </p>
      ))}
    </Panel>
  );
}

type Wire = RunInsights['baselines'][number]['value'];

/** From 0 to 100 per cent: the interval as a bar, the value as a mark upon it. The words beside it say the same. */
function IntervalLine({ low, high, value }: { low: Wire | null; high: Wire | null; value: Wire }) {
  const at = (end: Wire | null) => `${Math.min(100, Math.max(0, fromWire(end ?? value) * 100))}%`;
  const width = `${Math.max(0.5, (fromWire(high ?? value) - fromWire(low ?? value)) * 100)}%`;
  return (
    <div className={classes.line} aria-hidden="true">
      <span className={classes.range} style={{ left: at(low), width }} />
      <span className={classes.mark} style={{ left: at(value) }} />
    </div>
  );
}
