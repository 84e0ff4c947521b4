import type { BatchMetric, LanguageChoice, SimilarityAnswer, SimilarityAsk } from '@trainyard/contracts';
import {
  compileJudge,
  gradedMeasure,
  type ItemResult,
  isOutside,
  type OpenOutside,
  type OutsideMeasure,
  type OutsideSetting,
} from '@trainyard/prompts/metrics';
import type { BatchCell } from '@trainyard/store';
import { type Asking, askModel, type CellAnswer } from './ask-model.ts';
import { type Scoring, settingsOf } from './score-answers.ts';

/** Whether metrics have to ask somebody: they are worked out answer by answer, not together on the thread. */
export function needsJudge(metrics: readonly BatchMetric[]): boolean {
  return metrics.some((metric) => isOutside(metric));
}

/** The grader could not be asked for a reason that ends or holds up the whole batch. */
class Halted extends Error {
  readonly halt: Extract<CellAnswer, { kind: 'over' | 'later' }>;
  constructor(halt: Extract<CellAnswer, { kind: 'over' | 'later' }>) {
    super(halt.says);
    this.halt = halt;
  }
}

/** What grading took, on top of the answer itself. */
interface Taken {
  cost: number | null;
  input: number;
  output: number;
}

export interface Judged {
  result: ItemResult;
  taken: Taken;
}

export const nobodyAsked: OpenOutside = () => () => Promise.resolve({ status: 'missing', reason: 'Nobody was asked.' });

type SimilaritySetting = Extract<OutsideSetting, { metric: 'similarity' }>;
export type CompareTexts = (ask: SimilarityAsk) => Promise<SimilarityAnswer>;
const longestText = 20_000;

/** Of several expected texts the nearest counts. */
function similarityMeasure(setting: SimilaritySetting, compare: CompareTexts): OutsideMeasure {
  const { part = 'f1' } = setting;
  const baseline = setting.baseline ?? null;
  const cut = (text: string): string => text.slice(0, longestText);
  return async (answer, expected) => {
    if (answer.trim() === '') return { value: 0, tag: 'empty', feedback: 'The answer is empty.' };
    const pairs = expected.map((one) => ({ answer: cut(answer), expected: cut(one) }));
    const { items } = await compare({ pairs, references: null, baseline });
    return { value: Math.min(1, Math.max(0, ...items.map((one) => one[part]))), tag: null, feedback: '' };
  };
}

/** One answer by metrics of every kind; or why the batch can go on with none. */
export async function judgeAnswer(
  asking: Asking,
  { scoring, grader, compare }: { scoring: Scoring; grader: LanguageChoice | null; compare: CompareTexts },
  { cell, text, finish }: { cell: BatchCell; text: string; finish: string },
): Promise<Judged | Halted['halt']> {
  const taken: Taken = { cost: 0, input: 0, output: 0 };
  const open: OpenOutside = (setting) => {
    if (setting.metric === 'similarity') return similarityMeasure(setting, compare);
    if (setting.metric !== 'graded' || grader === null) return nobodyAsked(setting);
    return gradedMeasure(setting, async (messages, grade) => {
      // Each sample of the answer has grades of its own.
      const sample = grade + 10 * cell.sample;
      const said = await askModel(asking, { role: 'grader', model: grader, messages, sample });
      if (said.kind === 'over' || said.kind === 'later') throw new Halted(said);
      if (said.kind === 'missing') return { status: 'missing', reason: said.says };
      taken.cost = taken.cost === null || said.cost === null ? null : taken.cost + said.cost;
      if (!said.cached) {
        taken.input += said.answer.usage.input_tokens ?? 0;
        taken.output += said.answer.usage.output_tokens ?? 0;
      }
      return { status: 'answered', text: said.answer.text, finish: said.answer.finish_reason };
    });
  };
  const judge = compileJudge(settingsOf(scoring), open);
  try {
    const { input, values, expected } = cell;
    const result = await judge({ status: 'answered', text, finish }, expected, { input, values });
    return { result, taken };
  } catch (error) {
    if (error instanceof Halted) return error.halt;
    throw error;
  }
}
