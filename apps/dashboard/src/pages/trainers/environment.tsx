import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useEffect, useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { refreshRoutes, useRoute } from '../../api/use-route.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Badge, StatusBadge } from '../../components/status-badge.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { hasEnded } from '../../format/run-status.ts';
import classes from './trainers.module.css';

const watchMs = 1_500;

/** Whether what a trainer runs in is there, and the way to get it. */
export function Environment({ item }: { item: TrainerItem }) {
  const { environment, manifest } = item;
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const [run, setRun] = useState<number | null>(null);
  const install = useAction('installTrainer', {
    refreshes: ['listTrainers', 'getTrainer', 'listRuns'],
    onDone: ({ number }) => setRun(number),
  });
  if (environment.id === 'none' || environment.id === 'node') return <span className="muted">needs none</span>;
  if (environment.installed)
    return (
      <span title={environment.id}>
        <Badge tone="ok">installed</Badge>
      </span>
    );
  // Whoever began it, and whether the page was loaded anew since.
  const going = run ?? environment.installed_by ?? null;
  if (going !== null) {
    const again = (): void => {
      setRun(null);
      void refreshRoutes('listTrainers', 'getTrainer');
    };
    return <InstallRun number={going} again={again} />;
  }
  const size = environment.size_bytes === null ? '' : `, ${formatBytes(environment.size_bytes)}`;
  return (
    <span className={classes.environment}>
      <span title={environment.id}>
        <Badge tone="warn">not installed</Badge>
      </span>
      {me.data?.role === 'admin' && (
        <Button
          variant="default"
          size="compact-xs"
          loading={install.isPending}
          aria-label={`Install${size}, the environment of ${manifest.title}`}
          onClick={() => install.mutate({ params: { trainer: manifest.id } })}
        >
          Install{size}
        </Button>
      )}
    </span>
  );
}

function InstallRun({ number, again }: { number: number; again: () => void }) {
  const run = useRoute('getRun', { params: { id: String(number) } }, { everyMs: watchMs });
  const status = run.data?.status;
  const there = status === 'completed';
  useEffect(() => {
    if (there) void refreshRoutes('listTrainers', 'getTrainer');
  }, [there]);
  return (
    <span className={classes.environment}>
      <Link to="/runs/$id" params={{ id: String(number) }}>
        run {number}
      </Link>
      {status !== undefined && hasEnded(status) ? (
        <>
          <StatusBadge status={status} />
          {!there && (
            <Button variant="default" size="compact-xs" onClick={again}>
              Back
            </Button>
          )}
        </>
      ) : (
        <ProgressBar
          label="Installing the environment"
          fraction={run.data?.progress.fraction ?? null}
          text={run.data?.progress.message ?? undefined}
        />
      )}
    </span>
  );
}
