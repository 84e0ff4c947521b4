import { useMemo, useSyncExternalStore } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import type { Curve } from './curve.ts';
import { curveMarks } from './curve-marks.ts';
import type { Mark } from './curve-option.ts';

/** Where checkpoints were saved, where an attempt went on, where the best was. */
export function useCurveMarks(chosen: readonly string[], curves: ReadonlyMap<string, Curve>): readonly Mark[] {
  const { run, readings } = useFollowedRun();
  const { timeline } = useRunParts();
  const checkpoints = useRoute('listCheckpoints', { params: { id: run.id } });
  const { resumes } = useSyncExternalStore(timeline.subscribe, timeline.snapshot);
  const told = JSON.stringify(
    curveMarks({
      chosen: chosen.filter((key) => curves.has(key)),
      readings,
      checkpoints: checkpoints.data?.items ?? [],
      resumes,
    }),
  );
  // The same marks are the same object, so that the chart is not set anew for nothing.
  return useMemo(() => JSON.parse(told) as Mark[], [told]);
}
