import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { RunStatus } from '@trainyard/contracts';
import { useEffect, useRef, useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { Notice } from '../header/notice.tsx';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { countdownSeconds, startsCountdown } from './countdown.ts';

/** A run that completed while it was watched opens its results, unless the reader says stop. */
export function CompletedNotice() {
  const { run } = useFollowedRun();
  const before = useStatusBefore(run.status);
  const preferences = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const [stopped, setStopped] = useState(false);
  const opensResults = preferences.data?.open_results ?? false;
  const counts = startsCountdown({ before, now: run.status, opensResults, stopped });
  const left = useCountdown(counts);
  const navigate = useNavigate();
  const number = String(run.number);
  useEffect(() => {
    if (left === 0) void navigate({ to: '/runs/$id/results', params: { id: number } });
  }, [left, navigate, number]);
  if (run.status !== 'completed' || before === null) return null;
  return (
    <Notice
      tone="ok"
      action={
        counts ? (
          <Button variant="default" onClick={() => setStopped(true)}>
            Stay here
          </Button>
        ) : undefined
      }
    >
      It is completed.{' '}
      <Link to="/runs/$id/results" params={{ id: number }}>
        Open the results
      </Link>
      {counts && left !== null && left > 0 && <> – they open by themselves in {left} s.</>}
    </Notice>
  );
}

/** The status that was seen before the end; null for a run that had ended when the page was opened. */
function useStatusBefore(status: RunStatus): RunStatus | null {
  const seen = useRef<RunStatus | null>(null);
  if (!hasEnded(status)) seen.current = status;
  return seen.current;
}

function useCountdown(running: boolean): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (!running) {
      setLeft(null);
      return;
    }
    setLeft(countdownSeconds);
    const timer = setInterval(() => {
      // Nobody is led away from a page that he does not look at.
      if (!document.hidden) setLeft((now) => (now === null ? null : Math.max(0, now - 1)));
    }, 1_000);
    return () => clearInterval(timer);
  }, [running]);
  return left;
}
