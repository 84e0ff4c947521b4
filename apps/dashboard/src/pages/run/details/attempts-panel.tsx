import { useRoute } from '../../../api/use-route.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import classes from './details.module.css';

/** The lives of a run that had more than one: where each ran, how it ended, and what the next went on from. */
export function AttemptsPanel() {
  const { run } = useFollowedRun();
  const enabled = run.attempt > 1;
  const attempts = useRoute('listAttempts', { params: { id: run.id } }, { enabled, everyMs: enabled && 10_000 });
  if (!enabled) return null;
  return (
    <Panel title="Attempts" note={count(run.attempt, 'attempt')}>
      {attempts.error !== null && attempts.data === undefined && (
        <ErrorState error={attempts.error} retry={() => void attempts.refetch()} />
      )}
      <ol className={classes.attempts} aria-label="Attempts, newest first">
        {[...(attempts.data?.items ?? [])].reverse().map((attempt) => (
          <li key={attempt.attempt} className={classes.attempt}>
            <p>
              <strong>Attempt {attempt.attempt}</strong> on <bdi>{attempt.host}</bdi>
            </p>
            <p className="muted">
              <Time at={attempt.started_at} absolute />
              {attempt.ended_at === null ? ', going on' : ', ended '}
              {attempt.ended_at !== null && <Time at={attempt.ended_at} absolute />}
            </p>
            <p>
              {attempt.resumed_from !== null
                ? `Resumed from checkpoint ${attempt.resumed_from}.`
                : attempt.attempt > 1
                  ? 'Began from the start.'
                  : ''}
              {attempt.end !== null && ` ${attempt.end.message}`}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
