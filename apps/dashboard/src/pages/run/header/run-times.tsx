import type { RunProgress } from '@trainyard/contracts';
import { useNow } from '../../../components/now.ts';
import { formatDuration } from '../../../format/duration.ts';
import { elapsedSeconds } from '../live/apply-event.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { epochName, secondsLeft } from './progress-words.ts';

/** Whole seconds: half of one is not worth reading. */
const whole = (seconds: number): string => formatDuration(Math.floor(seconds));

/** `running 34 min 2 s, about 19 min left`. */
export function ElapsedTime() {
  const live = useFollowedRun();
  const now = useNow();
  if (live.run.started_at === null) return null;
  const elapsed = elapsedSeconds(live, now);
  const left = secondsLeft(live.run, live.progressAt, now);
  return (
    <>
      {live.runningSince === null ? 'ran' : 'running'}{' '}
      {elapsed < 10 && live.runningSince === null ? formatDuration(elapsed) : whole(elapsed)}
      {left !== null && `, about ${whole(left)} left`}
    </>
  );
}

/** The figure of the metric strip. */
export function useTimeLeft(): { value: string; note: string; label: string } {
  const live = useFollowedRun();
  const now = useNow();
  const elapsed = elapsedSeconds(live, now);
  const left = secondsLeft(live.run, live.progressAt, now);
  const ran = elapsed < 10 && live.runningSince === null ? formatDuration(elapsed) : whole(elapsed);
  if (left === null)
    return {
      label: live.runningSince === null ? 'Time taken' : 'Elapsed',
      value: ran,
      note: perEpoch(live.run.progress, elapsed),
    };
  return { label: 'Time left', value: whole(left), note: `elapsed ${ran}` };
}

function perEpoch(progress: RunProgress, elapsed: number): string {
  const { epoch } = progress;
  if (epoch === null || epoch <= 0 || elapsed <= 0) return '';
  return `${formatDuration(elapsed / epoch)} per ${epochName(progress)}`;
}
