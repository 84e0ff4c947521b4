import { Link } from '@tanstack/react-router';
import type { Worker } from '@trainyard/contracts';

export function WorkerRuns({ runs }: { runs: Worker['runs'] }) {
  if (runs.length === 0) return <span className="muted">none</span>;
  return runs.map(({ id, number }, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Link to="/runs/$id" params={{ id: String(number) }}>
        #{number}
      </Link>
    </span>
  ));
}
