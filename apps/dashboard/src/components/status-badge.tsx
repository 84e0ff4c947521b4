import type { RunStatus } from '@trainyard/contracts';
import { type Tone, toneOfStatus } from '../format/run-status.ts';
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

/** The status of a run; `waiting` is the command that it has not answered yet. */
export function StatusBadge({ status, waiting }: { status: RunStatus; waiting?: string | null | undefined }) {
  const word = status[0]?.toUpperCase() + status.slice(1);
  return <Badge tone={toneOfStatus(status)}>{waiting ? `${word}, ${waiting} asked` : word}</Badge>;
}
