import { createContext, useContext, useSyncExternalStore } from 'react';
import type { RunSnapshot } from './run-follower.ts';
import type { RunParts } from './run-parts.ts';

export const RunPartsContext = createContext<RunParts | null>(null);

export function useRunParts(): RunParts {
  const parts = useContext(RunPartsContext);
  if (parts === null) throw new Error('This belongs on the page of a run.');
  return parts;
}

/** The run as it is shown now: renewed with every picture in which something changed. */
export function useFollowedRun(): RunSnapshot {
  const { follower } = useRunParts();
  return useSyncExternalStore(follower.subscribe, follower.snapshot);
}
