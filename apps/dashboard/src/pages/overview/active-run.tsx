import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration } from '../../components/time.tsx';
import { formatDuration } from '../../format/duration.ts';
import { progressText } from '../../run-list/progress-text.ts';
import classes from './overview.module.css';

function where({ executor, worker }: Run): string {
  if (executor === 'external') return 'run by another program';
  return worker === null ? 'starting' : `on ${worker.name}`;
}

/** A run that goes on: how far it is, what it does, how long it may take. */
export function ActiveRun({ run }: { run: Run }) {
  const { fraction, eta_s, message, phase } = run.progress;
  const steps = progressText(run.progress);
  const percent = fraction === null ? null : `${Math.floor(fraction * 100)}\u202f%`;
  return (
    <li className={classes.active}>
      <div className={classes.line}>
        <Link to="/runs/$id" params={{ id: String(run.number) }} className={classes.name ?? ''} title={run.name}>
          <bdi className="cut">{run.name}</bdi>
          <span className={classes.number}>#{run.number}</span>
        </Link>
        <StatusBadge status={run.status} waiting={run.pending[0]} />
      </div>
      <div className={classes.bar}>
        <ProgressBar label={`Progress of run ${run.number}`} fraction={fraction} text={steps ?? undefined} />
        <span className={classes.figure}>{percent ?? steps ?? ''}</span>
      </div>
      <div className={classes.facts}>
        <bdi className="cut">{message ?? phase ?? where(run)}</bdi>
        <span>
          {steps !== null && percent !== null && steps !== percent && `${steps} · `}
          <Duration since={run.started_at} />
          {eta_s !== null && ` · ${formatDuration(eta_s)} left`}
        </span>
      </div>
    </li>
  );
}
