import type { SectionType } from '@trainyard/contracts';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { refreshRoutes, useRoute } from '../../../api/use-route.ts';
import { useFollowedRun, useRunParts } from './use-run-parts.ts';

/** Charts and tables of results come with the first section that there is. */
const SectionView = lazy(async () => ({ default: (await import('../../../sections/section-view.tsx')).SectionView }));

/** Sections may come many a second; they are read anew at most so often. */
const refreshMs = 700;
/** Narrow ones stand beside the curves. */
const beside: readonly SectionType[] = ['meters', 'steps', 'summary'];

/** What the trainer shows of what goes on, replaced as it goes on. */
export function LiveSections({ place }: { place: 'main' | 'side' }) {
  const { run } = useFollowedRun();
  const parts = useRunParts();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const sections = useRoute(
    'listSections',
    { params: { id: run.id }, query: { live: 'true' } },
    { keepPrevious: true },
  );
  useEffect(() => {
    // One of the two asks; both are shown what it brings.
    if (place !== 'main') return;
    const stop = parts.onEvent(({ kind, data }) => {
      if (kind !== 'section-added' || data.live !== true) return;
      waiting.current ??= setTimeout(() => {
        waiting.current = null;
        void refreshRoutes('listSections');
      }, refreshMs);
    });
    return () => {
      stop();
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    };
  }, [parts, place]);
  const own = (sections.data?.items ?? []).filter(({ type }) => beside.includes(type) === (place === 'side'));
  if (own.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {own.map((section) => (
        <SectionView key={`${section.type} ${section.title}`} section={section} />
      ))}
    </Suspense>
  );
}
