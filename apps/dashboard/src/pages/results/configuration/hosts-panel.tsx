import type { Run } from '@trainyard/contracts';
import { useRoute } from '../../../api/use-route.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import classes from './configuration.module.css';

/** Where it ran, with which versions. */
export function HostsPanel({ run }: { run: Run }) {
  const attempts = useRoute('listAttempts', { params: { id: run.id } });
  if (attempts.data?.items.length === 0) return null;
  return (
    <Panel title="Where it ran">
      {attempts.isPending && <LoadingState what="Loading the attempts" rows={3} />}
      {attempts.error !== null && attempts.data === undefined && (
        <ErrorState error={attempts.error} retry={() => void attempts.refetch()} />
      )}
      {attempts.data?.items.map((one) => (
        <div key={one.attempt} className={classes.attempt}>
          <p>
            <strong>Attempt {one.attempt}</strong> on <bdi>{one.host}</bdi>, begun <Time at={one.started_at} absolute />
          </p>
          <p className="muted">
            {Object.entries(one.versions)
              .map(([name, version]) => `${name} ${version}`)
              .join(', ') || 'It told no versions.'}
          </p>
        </div>
      ))}
    </Panel>
  );
}
