import type { IntervalParts } from '@trainyard/sections';
import classes from './interval-bar.module.css';

const share = (value: number, scale: { low: number; high: number }): number =>
  (100 * (value - scale.low)) / (scale.high - scale.low);

/** The interval as a short line with its value on it. Says nothing that the figures beside it do not. */
export function IntervalBar({
  interval,
  scale,
}: {
  interval: IntervalParts;
  scale: { low: number; high: number } | undefined;
}) {
  if (!scale || interval.low < scale.low || interval.high > scale.high)
    return <span className={classes.none} aria-hidden="true" />;
  const low = share(interval.low, scale);
  return (
    <span className={classes.track} aria-hidden="true">
      <span
        className={classes.range}
        style={{ left: `${low}%`, width: `${Math.max(1, share(interval.high, scale) - low)}%` }}
      />
      <span className={classes.value} style={{ left: `${share(interval.value, scale)}%` }} />
    </span>
  );
}
