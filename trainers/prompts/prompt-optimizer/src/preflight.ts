import type { Prompt } from '@trainyard/prompts';
import type { ItemResult } from '@trainyard/prompts/metrics';
import {
  leastBudget,
  type PreflightReport,
  preflightPlan,
  preflightReport,
  type ScriptedMaterial,
  type StrategyStart,
} from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import type { Answered } from './answer-items.ts';

/** The three answers before any real spending, and what they cost. */
export interface Preflight {
  report: PreflightReport;
  calls: number;
}

export interface PreflightTools {
  /** Null where the run is to leave. */
  answer: (prompt: Prompt, ids: readonly string[], sample: number) => Promise<Answered | null>;
  progress: (done: number, total: number, what: string) => void;
}

const words = { seed: 'the prompt', format: 'a rule for the format', examples: 'examples', steps: 'step by step' };

/** Fewer than these may be silent by chance. */
const fewest = 3;

function allSilent(results: readonly ItemResult[]): string | null {
  const [first] = results;
  if (first?.status !== 'missing' || results.some(({ status }) => status !== 'missing')) return null;
  return `Not one of ${results.length} calls was answered: ${first.reason}`;
}

function unasked(): ItemResult {
  return { status: 'missing', reason: 'It was not asked.' };
}

/** Why the preflight is not begun; null: its calls and those of one round fit in the budget, or it is all that is asked for. */
export function preflightTooDear(start: StrategyStart, material: ScriptedMaterial, only: boolean): string | null {
  const { cost } = preflightPlan(start, material);
  const { budget } = start.settings;
  if (cost > budget) {
    return `The preflight takes ${cost} calls, and the budget has ${budget}. Nothing was spent. ${advice(only ? cost : cost + roundAfter(start, cost), only)}`;
  }
  const least = roundAfter(start, cost);
  if (only || cost + least <= budget) return null;
  return `The preflight takes ${cost} calls and one whole round with its test ${least}: together more than the budget of ${budget}. Nothing was spent. ${advice(cost + least, only)}`;
}

function roundAfter(start: StrategyStart, cost: number): number {
  const budget = Math.max(0, start.settings.budget - cost);
  return leastBudget({ ...start, settings: { ...start.settings, budget } });
}

function advice(needed: number, only: boolean): string {
  const more = `Set budget.calls to ${needed} or more`;
  return only ? `${more}.` : `${more}, or switch the preflight off: preflight=false.`;
}

/** Null where the run was asked to leave in the middle: what was answered is in the ledger. */
export async function runPreflight(
  start: StrategyStart,
  material: ScriptedMaterial,
  tools: PreflightTools,
): Promise<Preflight | { over: string } | { silent: string } | null> {
  const { variants, cost } = preflightPlan(start, material);
  /** By variant and sample; the first sample of the seed serves both questions. */
  const known = new Map<string, Record<string, ItemResult>>();
  let calls = 0;
  for (const { name, prompt, items, samples } of variants) {
    for (let sample = 0; sample < samples; sample += 1) {
      const before = known.get(`${name} ${sample}`) ?? {};
      const open = items.filter((id) => before[id] === undefined);
      tools.progress(calls, cost, words[name]);
      const results = { ...before };
      // The first few alone: where not one of them is answered, the others are not asked.
      const few = calls === 0 ? open.slice(0, Math.max(fewest, start.settings.batch)) : [];
      for (const ids of [few, open.slice(few.length)]) {
        if (ids.length === 0) continue;
        const answered = await tools.answer(prompt, ids, sample);
        if (answered === null) return null;
        if (answered.over !== null) return { over: answered.over };
        calls += ids.length;
        Object.assign(results, answered.results);
        // A variant that no item accepts tells something; a model that has answered nothing yet does not.
        const silent = ids === few ? allSilent(Object.values(results)) : null;
        if (silent !== null) return { silent };
      }
      known.set(`${name} ${sample}`, results);
    }
  }
  tools.progress(calls, cost, 'answered');
  const of = (name: string, sample: number, id: string): ItemResult =>
    known.get(`${name} ${sample}`)?.[id] ?? unasked();
  const noisy = variants.find(({ samples }) => samples > 1);
  const left = { ...start.settings, budget: Math.max(0, start.settings.budget - calls) };
  const report = preflightReport(
    { ...start, settings: left },
    {
      noise: (noisy?.items ?? []).map((id) => Array.from({ length: noisy?.samples ?? 0 }, (_, i) => of('seed', i, id))),
      items: variants[0]?.items ?? [],
      headroom: Object.fromEntries(variants.map(({ name, items }) => [name, items.map((id) => of(name, 0, id))])),
    },
  );
  return { report, calls };
}

const percent = (share: number): string => (Number.isNaN(share) ? 'no score' : `${(100 * share).toFixed(1)} %`);

const questions = ['Noise', 'Headroom', 'Budget'];

/** Of a preflight that has no answers: its three questions all the same, and why the run ended with it. */
export function unansweredPreflight(why: string, begun: boolean): SectionIn {
  const value = begun ? 'Not known: the preflight was not finished.' : 'Not known: the preflight was not begun.';
  return {
    type: 'summary',
    title: 'Preflight',
    data: { rows: [...questions.map((label) => ({ label, value })), { label: 'Why it ended', value: why }] },
  };
}

/** The three answers as sentences first, then the figures behind them. `only`: nothing follows after them. */
export function preflightSections({ report, calls }: Preflight, only: boolean): SectionIn[] {
  const { noise, headroom, budget, sentences } = report;
  const named = (name: string): string => (Object.hasOwn(words, name) ? words[name as keyof typeof words] : name);
  return [
    {
      type: 'summary',
      title: 'Preflight',
      data: {
        rows: [
          ...sentences.map((sentence, i) => ({ label: questions[i] ?? 'Note', value: sentence })),
          ...(only ? [{ label: 'Why it ended', value: 'Only the preflight was asked for.' }] : []),
        ],
      },
    },
    {
      type: 'summary',
      title: 'Preflight in figures',
      data: {
        rows: [
          { label: 'Items whose score changed when asked again', value: `${noise.wavering} of ${noise.items}` },
          { label: 'Score of the prompt', value: percent(headroom.seed) },
          ...headroom.variants.map(({ name, difference, better }) => ({
            label: `Change by ${named(name)}`,
            value: `${(100 * difference).toFixed(1)} points; probability to be better ${better.toFixed(2)}`,
          })),
          { label: 'Full passes that the budget pays for', value: String(budget.candidates) },
          { label: 'Smallest gain that one can show', value: `${(100 * budget.smallestGain).toFixed(1)} points` },
          { label: 'Calls of the preflight', value: String(calls) },
        ],
      },
    },
  ];
}
