import { type Run, type RunInsights, TrainyardError } from '@trainyard/contracts';
import { headlineOf, isBaseline, metricRows, recommend } from '@trainyard/domain';
import { getFrozenRun, listCheckpoints, listSections } from '@trainyard/store';
import type { Parts } from '../parts.ts';
import { bestEarlier } from './best-earlier.ts';
import { learningCurves } from './learning-curves.ts';

const continuedFrom: readonly Run['status'][] = ['failed', 'stopped', 'completed'];

/** What may be changed when the run goes on from its last checkpoint; nothing where it cannot. */
async function continuable({ catalog, store }: Parts, run: Run): Promise<string[]> {
  if (run.trainer === null || !continuedFrom.includes(run.status)) return [];
  const whole = (await listCheckpoints(store, run.id)).some((checkpoint) => checkpoint.broken === null);
  if (!whole) return [];
  try {
    return (await catalog.get(run.trainer)).manifest.capabilities.continue;
  } catch (error) {
    // A trainer may be gone while its runs are still read.
    if (error instanceof TrainyardError && error.code === 'trainer-not-found') return [];
    throw error;
  }
}

/** Headline, baselines, the best earlier run on the same data, and recommendations with their evidence. */
export async function insightsOf(parts: Parts, run: Run): Promise<RunInsights> {
  const [sections, curves, frozen, changeable] = await Promise.all([
    listSections(parts.store, run.id),
    learningCurves(parts, run),
    getFrozenRun(parts.store, run.id),
    continuable(parts, run),
  ]);
  const headline = headlineOf(sections);
  return {
    headline,
    split_note: run.split?.note ?? headline?.note ?? null,
    baselines: metricRows(sections)
      .filter(isBaseline)
      .map(({ name, label, value, low, high }) => ({ label: label ?? name, value, low, high })),
    best_earlier: headline === null ? null : await bestEarlier(parts, run, headline),
    recommendations: recommend({
      sections,
      curves,
      config: frozen?.config ?? {},
      continuable: changeable,
      split: frozen?.split ?? null,
    }),
  };
}
