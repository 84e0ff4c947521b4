import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useMemo } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { runFileReader } from '../../../sections/run-file.ts';
import { SectionView } from '../../../sections/section-view.tsx';
import classes from './import.module.css';

const watchMs = 1_000;

/** The run that imports, until it has ended, and then what it says of each file. */
export function ImportRun({ submitted, onClose }: { submitted: Run; onClose: () => void }) {
  const params = { id: String(submitted.number) };
  const asked = useRoute('getRun', { params }, { everyMs: watchMs });
  const run = asked.data ?? submitted;
  const ended = hasEnded(run.status);
  const sections = useRoute('listSections', { params }, { enabled: ended });
  const readFile = useMemo(() => runFileReader(submitted.id), [submitted.id]);
  return (
    <div className={classes.form}>
      <p className={classes.status}>
        <StatusBadge status={run.status} />
        <Link to="/runs/$id" params={params}>
          Run {run.number}
        </Link>
        <bdi className="muted cut">{run.progress.message ?? run.progress.phase ?? ''}</bdi>
      </p>
      {!ended && <ProgressBar label="Import" fraction={run.progress.fraction} />}
      {run.reason !== null && run.status !== 'completed' && (
        <p role="alert" className={classes.reason} dir="auto">
          {run.reason.message}
        </p>
      )}
      {(sections.data?.items ?? []).map((section, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections are in a fixed order and have no id
        <SectionView key={index} section={section} readFile={readFile} headingLevel={3} />
      ))}
      <div className={classes.buttons}>
        {run.status === 'completed' && (
          <Button component={Link} to={`/datasets/${submitted.name.replace(/^import /, '')}`} onClick={onClose}>
            Show the data set
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}
