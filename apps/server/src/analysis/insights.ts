import {
  type FrozenRun,
  type Run,
  type RunInsights,
  splitConfig,
  TrainyardError,
  windowConfig,
} from '@trainyard/contracts';
import { headlineOf, type InsightInput, isBaseline, metricRows, recommend } from '@trainyard/domain';
import { getDatasetManifest, getFrozenRun, listCheckpoints, listSections } from '@trainyard/store';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
import type { Parts } from '../parts.ts';
import { bestEarlier } from './best-earlier.ts';
import { learningCurves } from './learning-curves.ts';

const continuedFrom: readonly Run['status'][] = ['failed', 'stopped', 'completed'];

async function trainerOf({ catalog }: Parts, run: Run): Promise<CatalogTrainer | null> {
  if (run.trainer === null) return null;
  try {
    return await catalog.get(run.trainer);
  } catch (error) {
    // A trainer may be gone while its runs are still read.
    if (error instanceof TrainyardError && error.code === 'trainer-not-found') return null;
    throw error;
  }
}

/** What may be changed when the run goes on from its last checkpoint; nothing where it cannot. */
async function continuable({ store }: Parts, run: Run, trainer: CatalogTrainer | null): Promise<string[]> {
  if (trainer === null || !continuedFrom.includes(run.status)) return [];
  const whole = (await listCheckpoints(store, run.id)).some((checkpoint) => checkpoint.broken === null);
  return whole ? trainer.manifest.capabilities.continue : [];
}

/** How many physical units the test part holds: the split follows from content alone, so it is made again (and kept). */
async function testUnits(
  { facts, store }: Parts,
  frozen: FrozenRun | null,
  trainer: CatalogTrainer | null,
): Promise<NonNullable<InsightInput['units']> | null> {
  if (trainer === null || frozen?.dataset == null || frozen.split === null) return null;
  const split = splitConfig.safeParse(frozen.config.split);
  const window = windowConfig.safeParse(frozen.config.window);
  if (!split.success || split.data.by !== 'unit') return null;
  const { digest } = frozen.dataset;
  const { needs } = trainer.manifest;
  const question = {
    needs,
    split: split.data,
    window: needs.dataset?.windows === true && window.success ? window.data : null,
    parts: null,
  };
  try {
    const [prepared, manifest] = await Promise.all([
      facts.prepare(digest, question),
      getDatasetManifest(store, digest),
    ]);
    const { unit_column: column } = manifest;
    // Made by other settings than the run's own, it would be another split.
    const made = prepared.split;
    if (column === null || made === null || !('units' in made) || made.digest !== frozen.split.digest) return null;
    return { column, test: made.units.test, seed: split.data.seed };
  } catch (error) {
    if (error instanceof TrainyardError && error.code === 'dataset-not-found') return null;
    throw error;
  }
}

/** Headline, baselines, the best earlier run on the same data, and recommendations with their evidence. */
export async function insightsOf(parts: Parts, run: Run): Promise<RunInsights> {
  const [sections, curves, frozen, trainer] = await Promise.all([
    listSections(parts.store, run.id),
    learningCurves(parts, run),
    getFrozenRun(parts.store, run.id),
    trainerOf(parts, run),
  ]);
  const [changeable, units] = await Promise.all([continuable(parts, run, trainer), testUnits(parts, frozen, trainer)]);
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
      units,
    }),
  };
}
