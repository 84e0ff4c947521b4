import { Link } from '@tanstack/react-router';
import { PageHeader } from '../../../components/page-header.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { Badge, StatusBadge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { RunActions } from '../actions/run-actions.tsx';
import { RenameButton } from '../details/edit-run.tsx';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { doingWords, progressWords } from './progress-words.ts';
import classes from './run-header.module.css';
import { RunSubject } from './run-subject.tsx';
import { ElapsedTime } from './run-times.tsx';

export function RunHeader() {
  const live = useFollowedRun();
  const { run } = live;
  const { progress } = run;
  const words = progressWords(progress);
  const asked = run.pending.filter((action) => action !== 'pause' || run.status !== 'pausing');
  return (
    <Panel>
      <PageHeader
        title={run.name}
        windowTitle={`${run.number} ${run.name}`}
        beside={
          <>
            <RenameButton run={run} />
            <StatusBadge
              status={run.status}
              waiting={run.status === 'stopping' ? null : (asked[0] ?? null)}
              reason={run.reason}
            />
            {run.badge !== null && <Badge tone="warn">{run.badge}</Badge>}
            {run.kept && <Badge tone="plain">Kept</Badge>}
          </>
        }
        note={<Facts />}
        actions={<RunActions />}
      />
      {!hasEnded(run.status) && (
        <div className={classes.progress}>
          <ProgressBar
            label={`Progress of ${run.name}`}
            fraction={run.status === 'running' ? progress.fraction : (progress.fraction ?? 0)}
            text={words ?? undefined}
          />
          {words !== null && <span className={classes.words}>{words}</span>}
        </div>
      )}
      <p className={classes.doing}>
        <span dir="auto" className={classes.phase}>
          {hasEnded(run.status) ? endWords(words, run.reason?.message ?? null) : (doingWords(progress) ?? '')}
        </span>
        <span className={classes.times}>
          <ElapsedTime />
        </span>
      </p>
    </Panel>
  );
}

function endWords(words: string | null, message: string | null): string {
  return [words, message].filter((part) => part !== null).join(' · ');
}

function Facts() {
  const { run } = useFollowedRun();
  return (
    <span className={classes.facts}>
      Run {run.number}
      <RunSubject run={run} />
      {run.started_at === null ? ', queued ' : ', started '}
      <Time at={run.started_at ?? run.queued_at ?? run.created_at} />
      {' by '}
      <bdi>{run.owner.name}</bdi>
      {run.attempt > 1 && `, attempt ${run.attempt}`}
      {run.continued_from !== null && (
        <>
          {', continues '}
          <Link to="/runs/$id" params={{ id: String(run.continued_from.number) }}>
            run {run.continued_from.number}
          </Link>
        </>
      )}
    </span>
  );
}
