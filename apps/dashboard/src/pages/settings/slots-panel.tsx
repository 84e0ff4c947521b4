import { Link } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { SlotsField } from '../workers/slots-field.tsx';
import classes from './settings.module.css';

/** How many runs go on at once. */
export function SlotsPanel() {
  const workers = useRoute('listWorkers', {});
  const alive = workers.data?.items.filter(({ status }) => status !== 'lost');
  return (
    <Panel title="Slots" note="runs at once, for each worker" actions={<Link to="/workers">Workers</Link>}>
      {alive === undefined ? (
        workers.isError ? (
          <ErrorState error={workers.error} retry={() => void workers.refetch()} />
        ) : (
          <LoadingState rows={1} what="Loading workers" />
        )
      ) : alive.length === 0 ? (
        <p className="muted">No worker is there.</p>
      ) : (
        alive.map((worker) => (
          <div key={worker.id} className={classes.row}>
            <bdi className="cut" title={worker.name}>
              {worker.name}
            </bdi>
            <SlotsField worker={worker} />
          </div>
        ))
      )}
    </Panel>
  );
}
