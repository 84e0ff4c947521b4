import type { Section } from '@trainyard/contracts';
import { awkward } from './samples/awkward.ts';
import * as classification from './samples/classification.ts';
import * as prompts from './samples/prompts.ts';
import * as views from './samples/views.ts';

/**
 * One good example of each type and what a renderer must bear beside it: for the gallery and for tests. All of it is
 * invented and is nowhere shown as the result of a run.
 */
export interface Sample {
  id: string;
  section: Section;
  awkward: boolean;
}

const good: { [id: string]: Section } = {
  summary: views.about,
  metrics: classification.metrics,
  matrix: classification.confusion,
  classes: classification.perClass,
  curves: classification.learning,
  roc: classification.rocCurves,
  'precision-recall': classification.precisionRecallCurves,
  calibration: classification.calibrationCurve,
  failures: classification.failures,
  importance: views.importance,
  tree: views.oneTree,
  spectrogram: views.spectrogram,
  regions: views.regions,
  agreement: views.attention,
  filters: views.firstFilters,
  bars: views.folds,
  distribution: views.spread,
  scatter: views.cloud,
  boundary: views.boundary,
  forecast: views.ahead,
  residuals: views.rest,
  timeline: views.events,
  leaderboard: views.board,
  table: views.files,
  text: views.words,
  prompt: prompts.onePrompt,
  lineage: prompts.lineage,
  verdict: prompts.improved,
  steps: prompts.stepList,
  race: prompts.raceBoard,
  meters: prompts.budget,
};

export const samples: Sample[] = [
  ...Object.entries(good).map(([id, section]) => ({ id, section, awkward: false })),
  { id: 'many-classes', section: classification.manyClasses, awkward: true },
  ...awkward.map(({ id, section }) => ({ id, section, awkward: true })),
];
