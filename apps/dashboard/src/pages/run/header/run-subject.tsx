import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';

/** What runs on what, behind the number of the run. */
export function RunSubject({ run }: { run: Run }) {
  return (
    <>
      {run.trainer !== null && (
        <>
          {' · '}
          <Link to="/trainers/$id" params={{ id: run.trainer }}>
            {run.trainer}
          </Link>
          {run.preset !== null && ` (${run.preset})`}
        </>
      )}
      {run.trainer === null && ' · outside program'}
      {run.dataset !== null && (
        <>
          {' on '}
          <Link to="/datasets/$name" params={{ name: run.dataset.name }}>
            <bdi>{run.dataset.name}</bdi>
          </Link>
          {` version ${run.dataset.version}`}
        </>
      )}
    </>
  );
}
