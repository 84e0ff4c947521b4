import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { useEffect, useRef } from 'react';
import { queryClient } from '../api/query-client.ts';
import { type RouteInput, routeKey } from '../api/use-route.ts';
import { hasEnded } from '../format/run-status.ts';
import { useEvents } from '../live/use-events.ts';
import { applyEvents } from './apply-event.ts';

/** A run's events bring its log along; of more runs than these, lists follow the changes of status only. */
const followedRuns = 10;
const gatherMs = 250;

/** Progress and figures of the runs of a list that go on, as they are reported. */
export function useLiveRows(input: RouteInput<'listRuns'>, runs: readonly Run[] | undefined): void {
  const gathered = useRef<StreamedEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const key = routeKey('listRuns', input);
  const topics = (runs ?? [])
    .filter((run) => !hasEnded(run.status) && run.status !== 'queued' && run.status !== 'paused')
    .slice(0, followedRuns)
    .map((run) => ({ run: run.id, from: run.last_seq }));
  useEvents(topics, (event) => {
    gathered.current.push(event);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const events = gathered.current;
      gathered.current = [];
      queryClient.setQueryData<AnswerOf<'listRuns'>>(key, (old) => {
        const items = old === undefined ? undefined : applyEvents(old.items, events);
        return old === undefined || items === undefined || items === old.items ? old : { ...old, items: [...items] };
      });
    }, gatherMs);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
}
