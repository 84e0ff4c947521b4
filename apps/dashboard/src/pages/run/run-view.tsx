import type { ApiError } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { useEffect, useRef, useState } from 'react';
import { refreshRoutes } from '../../api/use-route.ts';
import { useEvents, useResync } from '../../live/use-events.ts';
import { tellAnswer } from './actions/tell-answer.ts';
import { RunBudgetPanel } from './budget/run-budget-panel.tsx';
import { CompletedNotice } from './completion/completed-notice.tsx';
import { CurvesPanel } from './curves/curves-panel.tsx';
import { AttemptsPanel } from './details/attempts-panel.tsx';
import { DetailsPanel } from './details/details-panel.tsx';
import { FailurePanel } from './failure/failure-panel.tsx';
import { RunHeader } from './header/run-header.tsx';
import { RunNotices } from './header/run-notices.tsx';
import { LiveSections } from './live/live-sections.tsx';
import { createRunParts } from './live/run-parts.ts';
import { RunPartsContext } from './live/use-run-parts.ts';
import { LogPanel } from './log/log-panel.tsx';
import { MetricStrip } from './metrics/metric-strip.tsx';
import classes from './run-view.module.css';
import { SystemPanel } from './system/system-panel.tsx';
import { TimelinePanel } from './timeline/timeline-panel.tsx';

const checkpointMs = 1_000;

/** One run while it waits, runs, rests, and after its end. What moves is followed from the event that its record ends at. */
export function RunView({ run, trouble }: { run: Run; trouble: ApiError | null }) {
  const [parts] = useState(() => createRunParts(run));
  useEffect(() => parts.open(), [parts]);
  useEffect(() => parts.follower.refresh(run), [parts, run]);
  const [gone, setGone] = useState(false);
  const saved = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEvents(
    [{ run: run.id, from: run.last_seq }],
    (event) => {
      parts.apply(event);
      if (event.kind === 'run-edited' || event.kind === 'attempt-started') void refreshRoutes('getRun', 'listAttempts');
      if (event.kind === 'command-answered') tellAnswer(event.data);
      // Some save several a second; the list is read once for them.
      if (event.kind === 'checkpoint-saved') {
        saved.current ??= setTimeout(() => {
          saved.current = null;
          void refreshRoutes('listCheckpoints');
        }, checkpointMs);
      }
    },
    { onGone: () => setGone(true) },
  );
  useResync(() => parts.resync());
  return (
    <RunPartsContext value={parts}>
      <RunHeader />
      <RunNotices trouble={trouble} gone={gone} />
      <CompletedNotice />
      <FailurePanel />
      <MetricStrip />
      <div className={classes.columns}>
        <div className={classes.main}>
          <CurvesPanel />
          <LiveSections place="main" />
          <LogPanel />
        </div>
        <div className={classes.side}>
          <LiveSections place="side" />
          <RunBudgetPanel />
          <SystemPanel />
          <AttemptsPanel />
          <TimelinePanel />
          <DetailsPanel />
        </div>
      </div>
    </RunPartsContext>
  );
}
