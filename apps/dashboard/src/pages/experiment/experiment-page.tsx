import { useParams } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Time } from '../../components/time.tsx';
import { formatPercent } from '../../format/number.ts';
import { hasEnded } from '../../format/run-status.ts';
import { Notice } from '../run/header/notice.tsx';
import { ExperimentActions } from './experiment-actions.tsx';
import classes from './experiment-page.module.css';
import { ExperimentRuns } from './experiment-runs.tsx';
import { shareDone, statusWords } from './experiment-summary.ts';

const movingMs = 2_000;

/** All runs of one experiment on one page. One that fails does not stop the others. */
export default function ExperimentPage() {
  const { id = '' } = useParams({ strict: false });
  const asked = useRoute('getExperiment', { params: { id } });
  const goesOn = asked.data?.runs.some(({ status }) => !hasEnded(status)) === true;
  // Status changes come by themselves; progress between them is asked for.
  useRoute('getExperiment', { params: { id } }, { everyMs: goesOn && movingMs });
  if (asked.data === undefined) {
    return (
      <>
        <PageHeader title={/^\d+$/.test(id) ? `Experiment ${id}` : 'Experiment'} />
        <Panel>
          {asked.error === null ? (
            <LoadingState what="Loading the experiment" />
          ) : (
            <ErrorState error={asked.error} retry={() => void asked.refetch()} />
          )}
        </Panel>
      </>
    );
  }
  const { experiment, runs } = asked.data;
  const share = shareDone(runs);
  return (
    <>
      <Panel>
        <PageHeader
          title={experiment.name}
          windowTitle={`Experiment ${experiment.number} ${experiment.name}`}
          note={
            <>
              Experiment {experiment.number} · {statusWords(runs)} · {modeWords[experiment.mode]} · by{' '}
              <bdi>{experiment.owner.name}</bdi>, <Time at={experiment.created_at} />
            </>
          }
          actions={<ExperimentActions experiment={experiment} runs={runs} />}
        />
        {share !== null && (
          <div className={classes.progress}>
            <ProgressBar label={`Progress of ${experiment.name}`} fraction={share} />
            <span className={classes.words}>{formatPercent(share, 0)}</span>
          </div>
        )}
      </Panel>
      {asked.error !== null && (
        <Notice tone="warn">{`${asked.error.detail} What is here is the last that came.`}</Notice>
      )}
      <ExperimentRuns runs={runs} />
    </>
  );
}

const modeWords = { sequential: 'one after the other', parallel: 'side by side' } as const;
