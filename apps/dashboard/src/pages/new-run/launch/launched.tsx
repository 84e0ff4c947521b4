import { Button } from '@mantine/core';
import { IconActivity, IconCircleCheck } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useEffect, useRef } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { count } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import classes from './launched.module.css';
import { whoIsTold } from './who-is-told.ts';

const renewMs = 2_000;

/** Step 4: it is on its way, and nobody has to wait for it. */
export function Launched({ run, experiment }: { run?: string | undefined; experiment?: string | undefined }) {
  if (experiment !== undefined) return <LaunchedExperiment id={experiment} />;
  return <LaunchedRun id={run ?? ''} />;
}

function LaunchedRun({ id }: { id: string }) {
  const { data: run, error, refetch } = useRoute('getRun', { params: { id } }, { everyMs: renewMs });
  const navigate = useNavigate();
  if (run === undefined) return <Waiting error={error} retry={() => void refetch()} />;
  const number = String(run.number);
  return (
    <Panel>
      <div className={classes.told}>
        <Headline>
          Run {number}, <bdi className={classes.name}>{run.name}</bdi>, is launched. <StatusBadge status={run.status} />
        </Headline>
        <GoesOn many={false} />
        <div className={classes.buttons}>
          <FocusedButton
            label={hasEnded(run.status) ? 'Open the run' : 'Open the monitor'}
            onClick={() => void navigate({ to: '/runs/$id', params: { id: number } })}
          />
          <Button variant="default" onClick={() => void navigate({ href: `/new?clone=${number}` })}>
            Change something and launch again
          </Button>
          <Button variant="default" onClick={() => void navigate({ href: '/new' })}>
            Another new run
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function LaunchedExperiment({ id }: { id: string }) {
  const { data, error, refetch } = useRoute('getExperiment', { params: { id } }, { everyMs: renewMs });
  const navigate = useNavigate();
  if (data === undefined) return <Waiting error={error} retry={() => void refetch()} />;
  const { experiment, runs } = data;
  return (
    <>
      <Panel>
        <div className={classes.told}>
          <Headline>
            The experiment <bdi className={classes.name}>{experiment.name}</bdi> is launched:{' '}
            {count(runs.length, 'run')},{' '}
            {experiment.mode === 'sequential' ? 'one after the other' : 'as many at once as there are slots'}. One that
            fails does not stop the others.
          </Headline>
          <GoesOn many />
          <div className={classes.buttons}>
            <FocusedButton
              label="Open the experiment"
              onClick={() => void navigate({ to: '/experiments/$id', params: { id: String(experiment.number) } })}
            />
            <Button variant="default" onClick={() => void navigate({ href: '/new' })}>
              Another new run
            </Button>
          </div>
        </div>
      </Panel>
      <Panel title="Its runs" flush>
        <DataTable caption="Runs of the experiment" columns={columns} rows={runs} keyOf={(run) => run.id} />
      </Panel>
    </>
  );
}

const columns = [
  { key: 'number', title: 'Run', numeric: true, width: 60, cell: (run: Run) => run.number },
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: (run: Run) => (
      <Link to="/runs/$id" params={{ id: String(run.number) }} dir="auto">
        {run.name}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', cell: (run: Run) => <StatusBadge status={run.status} /> },
];

function Headline({ children }: { children: React.ReactNode }) {
  return (
    <p className={classes.headline} role="status">
      <IconCircleCheck size={22} aria-hidden className={classes.tick ?? ''} />
      <span>{children}</span>
    </p>
  );
}

function GoesOn({ many }: { many: boolean }) {
  const { data } = useRoute('getPreferences', {});
  return (
    <div className={classes.words}>
      <p>
        {many ? 'They go on' : 'It goes on'} in the background: you may close this page, the browser, or turn this
        screen off.
      </p>
      {data !== undefined && (
        <p>
          {many ? whoIsTold(data).replace('when it', 'when each') : whoIsTold(data)}{' '}
          <Link to="/settings/$section" params={{ section: 'notices' }}>
            Change who is told
          </Link>
        </p>
      )}
    </div>
  );
}

/** What one will most likely press next. */
function FocusedButton({ label, onClick }: { label: string; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button ref={button} leftSection={<IconActivity size={15} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}

function Waiting({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Panel>{error === null ? <LoadingState what="Launching" /> : <ErrorState error={error} retry={retry} />}</Panel>
  );
}
