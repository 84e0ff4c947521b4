import { scriptedEdit } from '../edits/scripted.ts';
import type { ItemResult } from '../metrics/result.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { smallestGain } from '../race/detectable.ts';
import { type Comparison, comparePairs, type ScorePair } from '../race/posterior.ts';
import { drawFor } from './adviser.ts';
import { paidParts } from './parts.ts';
import type { ScriptedMaterial } from './scripted-writer.ts';
import type { StrategyStart } from './state.ts';

/** A few cheap calls before the many: how much answers waver, whether anything can be gained, what the budget can find. */
const preflightSizes = { noiseItems: 20, noiseSamples: 3, headroomItems: 30, examples: 4 };

export interface PreflightPlan {
  variants: { name: 'seed' | 'format' | 'examples' | 'steps'; prompt: Prompt; items: string[]; samples: number }[];
  /** Calls that it takes. */
  cost: number;
}

/** Works on feedback and select items; confirm and test stay unseen. */
export function preflightPlan({ seed, parts, settings }: StrategyStart, material: ScriptedMaterial): PreflightPlan {
  const items = drawFor(settings.seed, 0, 5).shuffle([...parts.feedback, ...parts.select]);
  const headroom = items.slice(0, preflightSizes.headroomItems);
  const edit = (prompt: Prompt | null, action: Parameters<typeof scriptedEdit>[1]): Prompt | null => {
    return prompt && scriptedEdit(prompt, action, { failures: {}, ...material, seed: settings.seed });
  };
  let examples: Prompt | null = seed;
  for (let i = 0; i < preflightSizes.examples; i += 1) examples = edit(examples, 'add_example') ?? examples;
  const crude = [
    { name: 'format' as const, prompt: edit(seed, 'format_improvement') },
    { name: 'examples' as const, prompt: examples === seed ? null : examples },
    { name: 'steps' as const, prompt: edit(seed, 'add_step_by_step') },
  ];
  const { noiseItems, noiseSamples } = preflightSizes;
  const variants: PreflightPlan['variants'] = [
    { name: 'seed', prompt: seed, items: headroom, samples: 1 },
    { name: 'seed', prompt: seed, items: headroom.slice(0, noiseItems), samples: noiseSamples },
    ...crude.flatMap(({ name, prompt }) => (prompt === null ? [] : [{ name, prompt, items: headroom, samples: 1 }])),
  ];
  const again = Math.min(noiseItems, headroom.length);
  // The first sample of the seed is asked once for both questions.
  const cost = variants.reduce((sum, one) => sum + one.items.length * one.samples, 0) - again;
  return { variants, cost };
}

export interface PreflightAnswers {
  /** Scores of the seed by item, one list of samples each. */
  noise: readonly (readonly ItemResult[])[];
  /** By variant, in the order of the items of the plan; the seed among them. */
  headroom: Readonly<Record<string, readonly ItemResult[]>>;
  /** Their ids; needed where some items have something in common. */
  items?: readonly string[];
}

export interface PreflightReport {
  /** Items whose score changed though nothing else did, of those asked. */
  noise: { items: number; wavering: number };
  /** `needed`: of the probability to be better, for the best of so many variants. */
  headroom: { seed: number; variants: (Comparison & { name: string })[]; needed: number; little: boolean };
  budget: { calls: number; passItems: number; candidates: number; smallestGain: number };
  /** The three answers for people. */
  sentences: string[];
}

function scoreOf(result: ItemResult | undefined): number | null {
  return result === undefined || result.status === 'missing' ? null : result.score;
}

function mean(scores: readonly (number | null)[]): number {
  const known = scores.filter((score) => score !== null);
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const points = (share: number): string => `${(100 * share).toFixed(1)} points`;

/** What one crude change alone would need: where none is better than the seed with this probability, little is to be gained. */
const promising = 0.9;

/** The budget of `start` is what is left after the preflight. */
export function preflightReport(start: StrategyStart, answers: PreflightAnswers): PreflightReport {
  const asked = answers.noise.map((samples) => samples.map(scoreOf).filter((score) => score !== null));
  const repeated = asked.filter((scores) => scores.length > 1);
  const wavering = repeated.filter((scores) => new Set(scores).size > 1).length;
  const seedScores = (answers.headroom.seed ?? []).map(scoreOf);
  const variants = Object.entries(answers.headroom)
    .filter(([name]) => name !== 'seed')
    .map(([name, results]) => {
      const pairs = results.map((result, i): ScorePair => {
        const cluster = start.clusters?.[answers.items?.[i] ?? ''];
        const scores = { candidate: scoreOf(result), incumbent: seedScores[i] ?? null };
        return cluster === undefined ? scores : { ...scores, cluster };
      });
      return { name, ...comparePairs(pairs) };
    })
    .sort((a, b) => b.better - a.better || b.difference - a.difference);
  // The best of several looks better than it is: the error is shared among them (Holm's first step).
  const needed = 1 - (1 - promising) / Math.max(1, variants.length);
  const little = variants.every(({ better }) => better <= needed);
  const { settings } = start;
  const parts = paidParts(start);
  const passItems = parts.select.length;
  const search = settings.budget - 2 * (parts.test.length + parts.confirm.length);
  const candidates = Math.max(0, Math.floor((search - passItems) / Math.max(1, passItems)));
  const passed = parts.select.map((id) => start.clusters?.[id] ?? `item ${id}`);
  const gain = smallestGain(new Set(passed).size);
  const [best] = variants;
  const sentences = [
    repeated.length === 0
      ? 'How much answers waver is not known: no item was answered more than once.'
      : `Asked again, ${wavering} of ${repeated.length} items got another score.`,
    headroomSentence({ seed: mean(seedScores), best, of: variants.length, needed }),
    `After the preflight, ${settings.budget} calls pay for about ${candidates} full passes over ${passItems} items; ` +
      `the smallest gain that one of them can show is ${points(gain)}.`,
  ];
  return {
    noise: { items: repeated.length, wavering },
    headroom: { seed: mean(seedScores), variants, needed, little },
    budget: { calls: settings.budget, passItems, candidates, smallestGain: gain },
    sentences,
  };
}

interface Headroom {
  seed: number;
  best: (Comparison & { name: string }) | undefined;
  of: number;
  needed: number;
}

function headroomSentence({ seed, best, of, needed }: Headroom): string {
  if (Number.isNaN(seed) || best === undefined || best.n === 0)
    return 'Headroom is not known: there were no answers to compare.';
  const which =
    of === 1 ? `the one crude change (${best.name})` : `the most promising of ${of} crude changes (${best.name})`;
  const chance = `is better than the prompt with a probability ${best.better > 0.99 ? 'above 0.99' : `of ${best.better.toFixed(2)}`}`;
  const change = `${percent(seed)} ${best.difference < 0 ? '−' : '+'} ${points(Math.abs(best.difference))} on ${best.items} items`;
  return best.better > needed
    ? `There is headroom: ${which} ${chance}; ${change}.`
    : `Little headroom was seen: ${which} ${chance}, and ${needed.toFixed(2)} would be needed; ${change}.`;
}
