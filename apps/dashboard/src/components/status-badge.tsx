import type { EndReason, RunStatus } from '@trainyard/contracts';
import { shortReason } from '@trainyard/contracts/short-reason';
import { hasEnded, type Tone, toneOfStatus } from '../format/run-status.ts';
import classes from './status-badge.module.css';

export interface BadgeProps {
  tone: Tone;
  children: string;
}

/** A dot and a word on a soft tint: never colour alone. */
export function Badge({ tone, children }: BadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}

export interface StatusProps {
  status: RunStatus;
  /** The command that it has not answered yet. */
  waiting?: string | null | undefined;
  /** A run that ended may say why in a word or two: they stand beside the status. */
  reason?: EndReason | null | undefined;
}

/** The status of a run. */
export function StatusBadge({ status, waiting, reason }: StatusProps) {
  const word = status[0]?.toUpperCase() + status.slice(1);
  if (waiting) return <Badge tone={toneOfStatus(status)}>{`${word}, ${waiting} asked`}</Badge>;
  const why = hasEnded(status) ? shortReason(reason ?? null) : null;
  return <Badge tone={toneOfStatus(status)}>{why === null ? word : `${word} · ${why}`}</Badge>;
}
