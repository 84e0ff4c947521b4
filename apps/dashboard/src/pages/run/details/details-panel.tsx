import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { useFollowedRun } from '../live/use-run-parts.ts';
import classes from './details.module.css';
import { EditRunDialog } from './edit-run.tsx';

/** Notes, tags and where the run belongs. */
export function DetailsPanel() {
  const { run } = useFollowedRun();
  const [editing, setEditing] = useState(false);
  const facts: [label: string, value: React.ReactNode][] = [
    [
      'Experiment',
      <Link key="e" to="/experiments/$id" params={{ id: String(run.experiment.number) }}>
        <bdi>{run.experiment.name}</bdi>
      </Link>,
    ],
    ['Submitted', <Time key="s" at={run.created_at} absolute />],
    ['Split', run.split === null ? null : `by ${run.split.by}`],
    ['Seed', run.seed],
    ['Threads', run.threads],
    ['GPUs', run.gpus > 0 ? run.gpus : null],
    ['Priority', run.priority === 'normal' ? null : run.priority],
    ['Time limit', run.time_limit_s === null ? null : formatDuration(run.time_limit_s)],
    [
      'Worker',
      run.worker === null ? null : (
        <Link key="w" to="/workers/$id" params={{ id: run.worker.id }}>
          {run.worker.host}
        </Link>
      ),
    ],
  ];
  return (
    <Panel
      title="Details"
      actions={
        <Button variant="default" leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      {run.notes !== '' && (
        <p className={classes.notes} dir="auto">
          {run.notes}
        </p>
      )}
      {Object.keys(run.tags).length > 0 && (
        <ul className={classes.tags} aria-label="Tags">
          {Object.entries(run.tags).map(([key, value]) => (
            <li key={key} className={classes.tag} title={value === '' ? key : `${key}=${value}`}>
              <bdi>{value === '' ? key : `${key}=${value}`}</bdi>
            </li>
          ))}
        </ul>
      )}
      {run.split?.note != null && <p className={classes.caveat}>{run.split.note}</p>}
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([label, value]) => (
            <div key={label} className={classes.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        <div className={classes.fact}>
          <dt>Id</dt>
          <dd className={classes.id}>
            <code className="cut">{run.id}</code>
            <CopyButton text={run.id} what="the id" />
          </dd>
        </div>
      </dl>
      <EditRunDialog run={run} opened={editing} onClose={() => setEditing(false)} />
    </Panel>
  );
}
