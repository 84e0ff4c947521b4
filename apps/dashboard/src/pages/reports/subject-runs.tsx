import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { routeQuery } from '../../api/use-route.ts';
import classes from './reports.module.css';

const shown = 3;

/** The runs of one report by number and name. Each run is asked for once, in however many reports it is. */
export function SubjectRuns({ ids }: { ids: readonly string[] }) {
  const runs = useQueries({
    queries: ids
      .slice(0, shown)
      .map((id) => ({ ...routeQuery('getRun', { params: { id } }), staleTime: 300_000, retry: false })),
  });
  return (
    <span className={classes.subjects}>
      {runs.map((run, at) => {
        const id = ids[at] ?? '';
        if (run.data === undefined) {
          return (
            <span key={id} className="muted">
              {run.isPending ? '…' : 'a deleted run'}
            </span>
          );
        }
        return (
          <Link key={id} to="/runs/$id/results" params={{ id: String(run.data.number) }} title={run.data.name}>
            {run.data.number} <bdi>{run.data.name}</bdi>
          </Link>
        );
      })}
      {ids.length > shown && <span className="muted">and {ids.length - shown} more</span>}
    </span>
  );
}
