import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { Duration, Time } from '../../../components/time.tsx';
import { formatNumber, formatPercent, nothing } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { progressText } from '../../../run-list/progress-text.ts';
import type { ShownColumn } from '../columns/column-list.ts';
import { figureShare } from '../columns/figure-share.ts';
import classes from './run-table.module.css';

/** Words that people wrote, in whatever direction they run, cut at the end of the cell. */
function Words({ text, muted = false }: { text: string | null | undefined; muted?: boolean }) {
  if (text === null || text === undefined || text === '') return <span className="muted">{nothing}</span>;
  return (
    <bdi className={muted ? 'muted' : undefined} title={text}>
      {text}
    </bdi>
  );
}

function Figure({ run, column, largest }: { run: Run; column: ShownColumn; largest: number | null }) {
  const value = run.metrics[column.key];
  const share = figureShare(value, column.share, largest);
  const isPercent = column.share && typeof value === 'number' && value >= 0 && value <= 1;
  return (
    <span className={classes.figure} title={value === undefined ? undefined : String(value)}>
      {value === undefined ? (
        <span className="muted">{nothing}</span>
      ) : isPercent ? (
        formatPercent(value)
      ) : (
        formatNumber(value)
      )}
      <span className={classes.bar} aria-hidden>
        {share !== null && <span style={{ width: `${share * 100}%` }} />}
      </span>
    </span>
  );
}

function Progress({ run }: { run: Run }) {
  const text = progressText(run.progress);
  if (run.progress.fraction === null && text === null) return <span className="muted">{nothing}</span>;
  if (hasEnded(run.status)) return <span className="muted">{text ?? nothing}</span>;
  return (
    <span className={classes.progress}>
      <ProgressBar label={`Progress of run ${run.number}`} fraction={run.progress.fraction} text={text ?? undefined} />
      <span className="muted">{text}</span>
    </span>
  );
}

/** One cell, by the kind of its column. */
export function RunCell({ run, column, largest }: { run: Run; column: ShownColumn; largest: number | null }) {
  switch (column.group) {
    case 'metric':
      return <Figure run={run} column={column} largest={largest} />;
    case 'parameter':
      return <Words text={run.parameters?.[column.key]} />;
    case 'tag':
      return <Words text={run.tags[column.key] === '' ? 'yes' : run.tags[column.key]} />;
    default:
      return <FixedCell run={run} id={column.id} />;
  }
}

function FixedCell({ run, id }: { run: Run; id: string }) {
  switch (id) {
    case 'name':
      return (
        <Link to="/runs/$id" params={{ id: String(run.number) }} className={classes.name ?? ''} title={run.name}>
          <bdi>{run.name}</bdi>
          <span className={classes.number}>#{run.number}</span>
          {run.badge !== null && <span className={classes.mark}>{run.badge}</span>}
        </Link>
      );
    case 'number':
      return run.number;
    case 'status':
      return <StatusBadge status={run.status} waiting={run.pending[0]} reason={run.reason} />;
    case 'dataset':
      return <Words text={run.dataset === null ? null : `${run.dataset.name}@${run.dataset.version}`} />;
    case 'trainer':
      return <Words text={run.trainer ?? 'another program'} muted={run.trainer === null} />;
    case 'preset':
      return <Words text={run.preset} />;
    case 'progress':
      return <Progress run={run} />;
    case 'created_at':
      return <Time at={run.created_at} />;
    case 'started_at':
      return <Time at={run.started_at} />;
    case 'ended_at':
      return <Time at={run.ended_at} />;
    case 'running_s':
      return <Duration seconds={run.started_at === null ? null : run.running_s} />;
    case 'owner':
      return <Words text={run.owner.name} />;
    case 'tags':
      return <Tags tags={run.tags} />;
    case 'notes':
      return <Words text={run.notes.replaceAll(/\s+/g, ' ')} />;
    case 'experiment':
      return <Words text={run.experiment.name} />;
    case 'priority':
      return run.priority;
    case 'split':
      return <Words text={run.split?.by} />;
    case 'reason':
      return <Words text={run.reason?.message} />;
    case 'worker':
      return <Words text={run.worker?.name} />;
    case 'seed':
      return run.seed ?? <span className="muted">{nothing}</span>;
    case 'kept':
      return run.kept ? 'kept' : <span className="muted">{nothing}</span>;
    default:
      return null;
  }
}

function Tags({ tags }: { tags: Run['tags'] }) {
  const texts = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (texts.length === 0) return <span className="muted">{nothing}</span>;
  return (
    <span title={texts.join('\n')}>
      {texts.slice(0, 8).map((text) => (
        <bdi key={text} className={classes.tag}>
          {text}
        </bdi>
      ))}
    </span>
  );
}
