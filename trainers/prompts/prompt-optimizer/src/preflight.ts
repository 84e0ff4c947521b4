import type { Prompt } from '@trainyard/prompts';
import type { ItemResult } from '@trainyard/prompts/metrics';
import {
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

function silent(): ItemResult {
  return { status: 'missing', reason: 'It was not asked.' };
}

/** Null where the run was asked to leave in the middle: what was answered is in the ledger. */
export async function runPreflight(
  start: StrategyStart,
  material: ScriptedMaterial,
  tools: PreflightTools,
): Promise<Preflight | { over: string } | null> {
  const { variants, cost } = preflightPlan(start, material);
  /** By variant and sample; the first sample of the seed serves both questions. */
  const known = new Map<string, Record<string, ItemResult>>();
  let calls = 0;
  for (const { name, prompt, items, samples } of variants) {
    for (let sample = 0; sample < samples; sample += 1) {
      const before = known.get(`${name} ${sample}`) ?? {};
      const open = items.filter((id) => before[id] === undefined);
      tools.progress(calls, cost, words[name]);
      const answered = await tools.answer(prompt, open, sample);
      if (answered === null) return null;
      if (answered.over !== null) return { over: answered.over };
      calls += open.length;
      known.set(`${name} ${sample}`, { ...before, ...answered.results });
    }
  }
  const of = (name: string, sample: number, id: string): ItemResult => known.get(`${name} ${sample}`)?.[id] ?? silent();
  const noisy = variants.find(({ samples }) => samples > 1);
  const report = preflightReport(start, {
    noise: (noisy?.items ?? []).map((id) => Array.from({ length: noisy?.samples ?? 0 }, (_, i) => of('seed', i, id))),
    headroom: Object.fromEntries(variants.map(({ name, items }) => [name, items.map((id) => of(name, 0, id))])),
  });
  return { report, calls };
}

const percent = (share: number): string => (Number.isNaN(share) ? 'no score' : `${(100 * share).toFixed(1)} %`);

export function preflightSection({ report, calls }: Preflight): SectionIn {
  const { noise, headroom, budget, sentences } = report;
  const named = (name: string): string => (Object.hasOwn(words, name) ? words[name as keyof typeof words] : name);
  return {
    type: 'summary',
    title: 'Preflight',
    data: {
      rows: [
        { label: 'Items whose score changed when asked again', value: `${noise.wavering} of ${noise.items}` },
        { label: 'Score of the prompt', value: percent(headroom.seed) },
        ...headroom.variants.map(({ name, difference }) => ({
          label: `Change by ${named(name)}`,
          value: `${(100 * difference).toFixed(1)} points`,
        })),
        { label: 'Full passes that the budget pays for', value: String(budget.candidates) },
        { label: 'Smallest gain that one can show', value: `${(100 * budget.smallestGain).toFixed(1)} points` },
        { label: 'Calls of the preflight', value: String(calls) },
      ],
    },
    notes: sentences,
  };
}
