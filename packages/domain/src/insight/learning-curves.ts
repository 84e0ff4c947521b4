import type { Recommendation } from '@trainyard/contracts';
import {
  type Curve,
  type CurvePair,
  type InsightInput,
  metricWords,
  type Rule,
  scoreText,
  valueText,
} from './input.ts';

/** A shorter history says nothing of a trend. */
const fewestPoints = 5;
/** Of training and validation, in parts of one. */
const wideGap = 0.1;
/** One worse value behind the best is no trend. */
const fewestAfter = 2;
/** The validation loss has risen so much above its lowest value. */
const risen = 1.1;

interface Best {
  place: number;
  step: number;
  value: number;
}

function bestOf(curve: Curve, better: CurvePair['better']): Best | null {
  let best: Best | null = null;
  for (const [place, value] of curve.values.entries()) {
    const beats = best === null || (better === 'lower' ? value < best.value : value > best.value);
    if (beats) best = { place, step: curve.steps[place] ?? place, value };
  }
  return best;
}

function spanOf(curve: Curve): number {
  return Math.max(...curve.values) - Math.min(...curve.values);
}

function epochsOf({ config }: InsightInput): number | null {
  const { epochs } = config;
  return typeof epochs === 'number' && Number.isInteger(epochs) && epochs > 0 ? epochs : null;
}

/** Loss first: it moves before the score does. */
function inOrder(curves: readonly CurvePair[]): CurvePair[] {
  return [...curves.filter((pair) => pair.better === 'lower'), ...curves.filter((pair) => pair.better === 'higher')];
}

function gapEvidence(pair: CurvePair): string | null {
  const [train, validation] = [pair.train?.values.at(-1), pair.validation.values.at(-1)];
  if (pair.better !== 'higher' || train === undefined || validation === undefined) return null;
  if (train > 1 || validation < 0 || train - validation < wideGap) return null;
  const points = (100 * (train - validation)).toFixed(1);
  const words = metricWords(pair.metric);
  return `At the end ${words} is ${scoreText(train, 'higher')} on the training part and ${scoreText(validation, 'higher')} on validation, ${points} points lower.`;
}

function riseEvidence(pair: CurvePair): { text: string; epoch: number } | null {
  const { train, validation } = pair;
  const best = bestOf(validation, pair.better);
  const [last, lastTrain] = [validation.values.at(-1), train?.values.at(-1)];
  if (pair.better !== 'lower' || best === null || last === undefined || lastTrain === undefined) return null;
  if (validation.values.length < fewestPoints || validation.values.length - 1 - best.place < fewestAfter) return null;
  const trainThen = train?.values[best.place];
  if (!(best.value > 0) || last < best.value * risen || trainThen === undefined || lastTrain >= trainThen) return null;
  const words = metricWords(pair.metric);
  const text = `Validation ${words} was lowest at step ${valueText(best.step)} (${valueText(best.value)}) and rose to ${valueText(last)}, while training ${words} fell from ${valueText(trainThen)} to ${valueText(lastTrain)}.`;
  return { text, epoch: best.step };
}

export const overfitting: Rule = (input): Recommendation | null => {
  const rise = inOrder(input.curves).flatMap((pair) => riseEvidence(pair) ?? [])[0];
  const gap = inOrder(input.curves).flatMap((pair) => gapEvidence(pair) ?? [])[0];
  const evidence = [rise?.text, gap].filter((text) => text !== undefined);
  if (evidence.length === 0) return null;
  const epochs = epochsOf(input);
  const fewer = rise !== undefined && epochs !== null ? Math.round(rise.epoch) : null;
  const useful = fewer !== null && epochs !== null && fewer >= 1 && fewer < epochs;
  return {
    id: 'overfitting',
    title: 'It began to learn the training part by heart',
    evidence: evidence.join(' '),
    action: useful
      ? { kind: 'clone', label: `Try ${fewer} epochs`, config: { epochs: fewer } }
      : { kind: 'clone', label: 'Try a smaller or more regular model', config: {} },
  };
};

/** The best value came in the last tenth, and the last fifth still gained a fiftieth of the whole span. */
function stillImproves(pair: CurvePair): string | null {
  const { validation: curve, better } = pair;
  const n = curve.values.length;
  const best = bestOf(curve, better);
  if (n < fewestPoints || best === null || best.place < Math.floor(0.9 * (n - 1))) return null;
  const before = bestOf(
    { steps: curve.steps.slice(0, Math.ceil(0.8 * n)), values: curve.values.slice(0, Math.ceil(0.8 * n)) },
    better,
  );
  const span = spanOf(curve);
  if (before === null || span === 0 || Math.abs(best.value - before.value) < 0.02 * span) return null;
  const words = metricWords(pair.metric);
  return `Validation ${words} was still getting better at the end: ${scoreText(before.value, better)} after four fifths of the time, ${scoreText(best.value, better)} at ${valueText(best.step)}.`;
}

export const stillImproving: Rule = (input): Recommendation | null => {
  if (overfitting(input) !== null) return null;
  const evidence = inOrder(input.curves).flatMap((pair) => stillImproves(pair) ?? [])[0];
  const epochs = epochsOf(input);
  if (evidence === undefined || epochs === null) return null;
  const more = Math.ceil(epochs * 1.5);
  const kind = input.continuable.includes('epochs') ? 'continue' : 'clone';
  const label = kind === 'continue' ? `Go on to ${more} epochs` : `Try ${more} epochs`;
  return {
    id: 'still-improving',
    title: 'Longer training is likely to help',
    evidence,
    action: { kind, label, config: { epochs: more } },
  };
};

export const earlyPlateau: Rule = (input): Recommendation | null => {
  if (overfitting(input) !== null) return null;
  const epochs = epochsOf(input);
  for (const pair of inOrder(input.curves)) {
    const { validation: curve, better } = pair;
    const n = curve.values.length;
    if (n < 2 * fewestPoints || epochs === null) continue;
    const best = bestOf(curve, better);
    const early = bestOf(
      { steps: curve.steps.slice(0, Math.ceil(0.4 * n)), values: curve.values.slice(0, Math.ceil(0.4 * n)) },
      better,
    );
    const span = spanOf(curve);
    if (best === null || early === null || span === 0 || Math.abs(best.value - early.value) > 0.01 * span) continue;
    const enough = Math.max(1, Math.ceil(early.step * 1.25));
    if (enough >= epochs) continue;
    return {
      id: 'early-plateau',
      title: 'Most of the time brought nothing',
      evidence: `Validation ${metricWords(pair.metric)} reached ${scoreText(early.value, better)} at ${valueText(early.step)} and gained nothing worth naming in the ${n - 1 - early.place} points after it.`,
      action: { kind: 'clone', label: `Try ${enough} epochs`, config: { epochs: enough } },
    };
  }
  return null;
};
