import { useParams } from '@tanstack/react-router';
import type { ApiError } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { hasEnded } from '../../format/run-status.ts';
import { ContinueDialog } from '../run/actions/continue-dialog.tsx';
import { Notice } from '../run/header/notice.tsx';
import { FilesTab } from './files/files-tab.tsx';
import { ResultsHeader } from './header/results-header.tsx';
import { EarlierReports } from './report/earlier-reports.tsx';
import { ResultPanels } from './result-panels.tsx';
import { useRunResults } from './use-run-results.ts';

/** The results of one run for those who may act on them. */
export function ResultsView({ run, trouble }: { run: Run; trouble: ApiError | null }) {
  const { tab } = useParams({ strict: false }) as { tab?: string };
  const [continuing, setContinuing] = useState(false);
  const results = useRunResults(run);
  const { source, checkpoints, error, isPending, retry } = results;
  const canContinue = run.executor === 'worker' && hasEnded(run.status) && run.status !== 'cancelled';
  const onContinue = canContinue ? () => setContinuing(true) : undefined;
  return (
    <>
      <ResultsHeader run={run} onContinue={() => setContinuing(true)} />
      {trouble !== null && <Notice tone="warn">The server does not answer; these are the results as last read.</Notice>}
      {!hasEnded(run.status) && (
        <Notice tone="accent">It is {run.status}: these are the results so far, and more appear by themselves.</Notice>
      )}
      {run.status === 'failed' && <Notice tone="bad">It failed: {run.reason?.message ?? 'nobody knows why.'}</Notice>}
      {run.status === 'stopped' && <Notice tone="warn">It was stopped early; these are the results until then.</Notice>}
      {error !== null ? (
        <Panel>
          <ErrorState error={error} retry={retry} />
        </Panel>
      ) : isPending ? (
        <Panel>
          <LoadingState rows={8} what="Loading the results" />
        </Panel>
      ) : (
        <ResultPanels
          source={source}
          checkpoints={checkpoints}
          pathTab={tab}
          onContinue={onContinue}
          files={
            <>
              <EarlierReports run={run} />
              <FilesTab source={source} checkpoints={checkpoints} onContinue={onContinue} />
            </>
          }
        />
      )}
      <ContinueDialog run={run} opened={continuing} onClose={() => setContinuing(false)} />
    </>
  );
}
