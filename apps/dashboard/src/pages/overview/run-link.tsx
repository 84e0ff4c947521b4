import { Link } from '@tanstack/react-router';
import classes from './overview.module.css';

/** The name of a run, whatever people call it, and its number. */
export function RunLink({ run, results = false }: { run: { number: number; name: string }; results?: boolean }) {
  return (
    <Link
      to={results ? '/runs/$id/results' : '/runs/$id'}
      params={{ id: String(run.number) }}
      className={classes.name ?? ''}
      title={run.name}
    >
      <bdi className="cut">{run.name}</bdi>
      <span className={classes.number}>#{run.number}</span>
    </Link>
  );
}
