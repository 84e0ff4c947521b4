import type { MeterView } from '@trainyard/sections';
import { Meter } from '../components/meter.tsx';
import classes from './going-on.module.css';

/** How much of what there is has been used; what has no limit is a figure alone. */
export function MeterList({ meters }: { meters: readonly MeterView[] }) {
  return (
    <div className={classes.meters}>
      {meters.map(({ label, share, text, note }, i) =>
        share === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike
          <p key={i} className={classes.figure}>
            <bdi>{label}</bdi>
            <b>{text}</b>
            {note !== null && <span dir="auto">{note}</span>}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike
          <Meter key={i} label={label} fraction={share} text={text} {...(note === null ? {} : { note })} />
        ),
      )}
    </div>
  );
}
