import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { useLiveRows } from '../../run-list/use-live-rows.ts';
import { ActiveRun } from './active-run.tsx';
import { Answered } from './answered.tsx';
import classes from './overview.module.css';
import { activeInput, useActive } from './use-overview.ts';

/** What runs now, live; paused runs are not over either. */
export function ActivePanel() {
  const active = useActive();
  useLiveRows(activeInput, active.data?.items);
  return (
    <Panel
      title="Under way"
      flush
      note={active.data === undefined ? undefined : count(active.data.total, 'run')}
      actions={
        <Link to="/runs" search={{ status: 'running,pausing,stopping,paused' } as never}>
          All
        </Link>
      }
    >
      <Answered of={active} what="active runs">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing runs at the moment.">Queued runs start as soon as a slot is free.</EmptyState>
          ) : (
            <ul className={classes.list}>
              {items.map((run) => (
                <ActiveRun key={run.id} run={run} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
