import { type ReactNode, useId } from 'react';
import classes from './meter.module.css';

export interface MeterProps {
  label: ReactNode;
  /** 0 to 1; null while nothing was measured. */
  fraction: number | null;
  /** The figure in words: `31.2 of 80 GB`. */
  text: string;
  note?: string | undefined;
  /** From here on it is drawn as a warning. */
  warnAt?: number;
  /** What may yet be added, drawn behind the fill; 0 to 1. */
  held?: number;
  /** Shares at which something happens. */
  marks?: readonly number[];
}

/** How full something is: processor, memory, disk, slots. */
export function Meter({ label, fraction, text, note, warnAt = 0.9, held = 0, marks = [] }: MeterProps) {
  const id = useId();
  const share = fraction === null ? 0 : Math.min(1, Math.max(0, fraction));
  return (
    <div className={classes.meter}>
      <div className={classes.line}>
        <span id={id}>{label}</span>
        <span className={classes.figure}>{text}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn alike in every browser */}
      <div
        className={classes.track}
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
      >
        <span className={classes.fill} data-high={share >= warnAt} style={{ width: `${share * 100}%` }} />
        {held > 0 && (
          <span
            className={classes.held}
            style={{ left: `${share * 100}%`, width: `${Math.min(1 - share, held) * 100}%` }}
          />
        )}
        {marks.map((mark) => (
          <span key={mark} className={classes.mark} style={{ left: `${mark * 100}%` }} />
        ))}
      </div>
      {note !== undefined && <span className={classes.note}>{note}</span>}
    </div>
  );
}
