import type { StreamedEvent } from '@trainyard/api-client';
import { useEffect, useEffectEvent } from 'react';
import { liveHub } from './hub-of-page.ts';
import { nameOf, type Topic } from './topic.ts';

export interface UseEventsOptions {
  /** Keeps listening while the page is hidden, for what must be told then. */
  whileHidden?: boolean;
  enabled?: boolean;
  /** A run of the topics was deleted. */
  onGone?: (topic: string) => void;
}

/**
 * Events of topics while the component is on the screen. `runs`: submissions, status changes and edits of all runs, from now
 * on. `{ run: run.id, from: run.last_seq }`: everything of one run after what is known. Each event comes once, in order,
 * over lost connections too.
 */
export function useEvents(
  topics: readonly Topic[],
  handler: (event: StreamedEvent) => void,
  options: UseEventsOptions = {},
): void {
  const { whileHidden = false, enabled = true } = options;
  const onEvent = useEffectEvent(handler);
  const onGone = useEffectEvent((topic: string) => options.onGone?.(topic));
  // Where a topic begins is settled when it begins: a newer `from` must not restart it.
  const current = useEffectEvent(() => topics);
  const key = topics.map(nameOf).join(',');
  useEffect(() => {
    if (!enabled || key === '') return;
    return liveHub.subscribe({
      topics: current(),
      whileHidden,
      onEvent: (event) => onEvent(event),
      onGone: (topic) => onGone(topic),
    });
  }, [key, enabled, whileHidden]);
}

/** Called when something may have been missed: the connection was lost, or the page was hidden for a while. */
export function useResync(handler: () => void): void {
  const onResync = useEffectEvent(handler);
  useEffect(() => liveHub.onResync(() => onResync()), []);
}
