import classes from './meter.module.css';

export interface ProgressBarProps {
  /** Of what: `Progress of amber-otter`. */
  label: string;
  /** 0 to 1; null = it goes on, nobody knows how far. */
  fraction: number | null;
  /** In words for screen readers: `epoch 41 of 60`. */
  text?: string | undefined;
}

export function ProgressBar({ label, fraction, text }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 1000) / 10;
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      {...(text === undefined ? {} : { 'aria-valuetext': text })}
    >
      <span
        className={percent === null ? classes.unknown : classes.fill}
        style={percent === null ? {} : { width: `${percent}%` }}
      />
    </div>
  );
}
