import { hasEnded } from '../../../format/run-status.ts';
import { stepWordOf } from '../header/progress-words.ts';
import { useTimeLeft } from '../header/run-times.tsx';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { Sparkline } from '../system/sparkline.tsx';
import { type MetricCell, metricCells } from './metric-cells.ts';
import classes from './metric-strip.module.css';

const mostCells = 5;

/** The figures that a run is watched by, and the time that is left. */
export function MetricStrip() {
  const { run, readings } = useFollowedRun();
  const steps = [...readings.values()].flatMap(({ step }) => (step === null ? [] : [step]));
  const lastStep = steps.length === 0 ? null : Math.max(...steps);
  const stepWord = stepWordOf(run.progress, lastStep);
  const cells = metricCells(readings, { stepWord, ended: hasEnded(run.status), most: mostCells });
  return (
    <section className={classes.strip} aria-label="Metrics">
      {cells.map((cell) => (
        <Cell key={cell.key} cell={cell} />
      ))}
      {cells.length === 0 && (
        <div className={classes.cell}>
          <span className={classes.label}>Metrics</span>
          <span className={classes.none}>
            {hasEnded(run.status) ? 'It reported none.' : 'None yet; they appear as soon as the trainer reports one.'}
          </span>
        </div>
      )}
      {run.started_at !== null && <TimeCell />}
    </section>
  );
}

const arrows = { up: '↑', down: '↓', level: '→' } as const;

function Cell({ cell }: { cell: MetricCell }) {
  const { label, value, trend, best, gap, values, key } = cell;
  return (
    <div className={classes.cell}>
      <span className={classes.label} title={key}>
        <bdi>{label}</bdi>
      </span>
      <span className={classes.value}>
        <span>{value}</span>
        <Sparkline values={values} className={classes.line} />
      </span>
      <span className={classes.note}>
        {trend !== null && (
          <span data-tone={trend.tone} className={classes.trend}>
            <span aria-hidden="true">{arrows[trend.arrow]} </span>
            <span>{trend.words}</span>
          </span>
        )}
        {gap !== null && <span>{gap}</span>}
        {best !== null && <span>{best}</span>}
      </span>
    </div>
  );
}

function TimeCell() {
  const { label, value, note } = useTimeLeft();
  return (
    <div className={classes.cell}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{value}</span>
      <span className={classes.note}>{note}</span>
    </div>
  );
}
