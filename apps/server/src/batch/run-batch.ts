import type { BatchStatus, BatchSummary } from '@trainyard/contracts';
import { Desk } from '@trainyard/llm-gateway';
import { renderPrompt } from '@trainyard/prompts';
import { type ItemResult, sameFamily } from '@trainyard/prompts/metrics';
import {
  type BatchCell,
  batchScores,
  type HeldBatch,
  keepBatch,
  type NewBatchResult,
  noteBatchSummary,
  openCells,
  releaseBatch,
  settleBatch,
  writeBatchResults,
} from '@trainyard/store';
import { similarityOf } from '../embedder/ask-embedder.ts';
import type { Parts } from '../parts.ts';
import { askModel, type CellAnswer } from './ask-model.ts';
import type { FaultsInARow } from './faults-in-a-row.ts';
import { type CompareTexts, type Judged, judgeAnswer, needsJudge } from './judge-answer.ts';

export type BatchParts = Pick<Parts, 'store' | 'gateway' | 'analysis' | 'catalog' | 'settings' | 'log'>;

/** Items that are read ahead. */
const itemsAtOnce = 200;
/** Where not one of so many is answered, the others are not asked. */
const silentAfter = 10;
/** How long what has to be repaired is waited for before it is tried again. */
const againSeconds = 10;
/** Between two looks at the scores of a batch that goes on; a look that takes long is taken less often. */
const summaryMs = 2000;

interface Answered {
  cell: BatchCell;
  answer: Extract<CellAnswer, { kind: 'came' | 'missing' }>;
  /** Where its metrics have asked somebody. */
  judged: Judged | null;
}

interface Ending {
  status: BatchStatus;
  reason: string | null;
}

/** Whoever holds it by now: cancelled, gone, or taken over by another server. */
class NotOurs extends Error {}

/** What was paid for grades is paid for this answer. */
function added(result: NewBatchResult, { taken }: Judged): NewBatchResult {
  const { cost_usd, input_tokens, output_tokens, cached } = result;
  const own = (tokens: number | null): number => (cached ? 0 : (tokens ?? 0));
  const paid = taken.input + taken.output > 0;
  return {
    ...result,
    cost_usd: cost_usd === null || taken.cost === null ? null : cost_usd + taken.cost,
    input_tokens: own(input_tokens) + taken.input,
    output_tokens: own(output_tokens) + taken.output,
    cached: cached && !paid,
  };
}

function scoredAs(result: NewBatchResult, score: ItemResult): NewBatchResult {
  if (score.status === 'missing') return { ...result, status: 'missing', says: score.reason };
  const { status, metrics, tag, feedback } = score;
  return { ...result, status, score: score.score, metrics, tag, says: feedback };
}

function plain({ cell, answer }: Answered): NewBatchResult {
  const { position, sample } = cell;
  const nothing = { score: null, metrics: {}, tag: null, input_tokens: null, output_tokens: null };
  if (answer.kind === 'missing') {
    const none = { answer: null, finish_reason: null, cost_usd: null, cached: false, latency_ms: null };
    return { position, sample, status: 'missing', ...nothing, ...none, says: answer.says };
  }
  const { text, finish_reason, usage } = answer.answer;
  const { input_tokens, output_tokens } = usage;
  return {
    position,
    sample,
    status: 'ok',
    ...nothing,
    answer: text,
    finish_reason,
    says: null,
    input_tokens,
    output_tokens,
    cost_usd: answer.cost,
    cached: answer.cached,
    latency_ms: answer.latencyMs,
  };
}

/** The work on one batch by whoever holds it, from its first open answer to its end or until the server leaves. */
export class BatchRun {
  readonly #parts: BatchParts;
  readonly #batch: HeldBatch;
  readonly #held: { id: string; holder: string };
  readonly #leaving: AbortSignal;
  readonly #faults: FaultsInARow;
  readonly #desk: Desk<Answered, true>;
  /** Answers that came, of this batch at any time; those that did not, now. */
  #came: number;
  #silent = 0;
  #ending: Ending | null = null;
  #again = 0;
  #lookAt = 0;

  constructor(
    parts: BatchParts,
    batch: HeldBatch,
    { holder, leaving, faults }: { holder: string; leaving: AbortSignal; faults: FaultsInARow },
  ) {
    this.#parts = parts;
    this.#batch = batch;
    this.#held = { id: batch.id, holder };
    this.#leaving = leaving;
    this.#faults = faults;
    this.#came = batch.came;
    this.#desk = new Desk(async (answers) => {
      await this.#write(answers);
      return answers.map(() => true);
    });
  }

  async work(): Promise<void> {
    const { store, settings, log } = this.#parts;
    const beat = setInterval(() => {
      keepBatch(store, this.#held, settings.leaseSeconds).then(
        (ours) => {
          // Told to the hands by the next that writes; here it only must not go on for long.
          if (!ours) this.#end({ status: 'cancelled', reason: null });
        },
        (error: unknown) => log.warn({ err: error, batch: this.#batch.number }, 'a batch could not be kept'),
      );
    }, settings.beatSeconds * 1000);
    beat.unref();
    try {
      await this.#ask();
      if (this.#leaving.aborted) await releaseBatch(store, this.#held);
      else await this.#settle(this.#ending ?? this.#completed());
      this.#faults.forget(this.#batch.id);
    } catch (error) {
      if (error instanceof NotOurs) return;
      log.warn({ err: error, batch: this.#batch.number }, 'a batch was interrupted');
      await settleBatch(store, this.#held, { ...this.#afterFault(), summary: null }).catch(() => undefined);
    } finally {
      clearInterval(beat);
    }
  }

  /** Taken up again after a while by whoever finds it, or given up; what was answered is in the ledger. */
  #afterFault(): Ending & { againSeconds: number } {
    const fault = 'A fault on the side of the server, which its log tells';
    const count = this.#faults.next(this.#batch);
    if (count !== null) {
      const reason = `${fault}; it is tried again.`;
      return { status: 'waiting', reason, againSeconds: againSeconds * count };
    }
    const reason = `${fault}, stopped it again and again, with no answer in between. What was answered is kept; go on once that is mended.`;
    return { status: 'failed', reason, againSeconds: 0 };
  }

  #completed(): Ending {
    const asks = this.#batch.asked.text !== null;
    if (asks && this.#came === 0) return { status: 'failed', reason: this.#silentReason('') };
    return { status: 'completed', reason: null };
  }

  #silentReason(says: string): string {
    return `Not one of ${this.#silent} calls was answered.${says === '' ? '' : ` The last: ${says}`}`;
  }

  #end(ending: Ending, again = 0): void {
    this.#ending ??= ending;
    this.#again = again;
  }

  async #ask(): Promise<void> {
    const { asked } = this.#batch;
    const cells = this.#cells();
    const failures: unknown[] = [];
    const one = async (): Promise<boolean> => {
      if (this.#leaving.aborted || this.#ending !== null) return false;
      const { value: cell, done } = await cells.next();
      if (done === true) return false;
      await this.#cell(cell);
      return true;
    };
    const hand = async (): Promise<void> => {
      while (await one());
    };
    // One alone finds out whether what it waited for has been repaired.
    if (this.#batch.status === 'waiting') await one();
    // Items with answers from elsewhere go together, as many as are read at once.
    const hands = asked.text === null ? itemsAtOnce : asked.concurrency;
    const work = Array.from({ length: hands }, () =>
      hand().catch((error: unknown) => {
        failures.push(error);
        this.#end({ status: 'failed', reason: null });
      }),
    );
    // Calls under way run to their ends and into the ledger without us.
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const onLeave = (): void => leave();
    this.#leaving.addEventListener('abort', onLeave);
    await Promise.race([Promise.all(work), left]);
    this.#leaving.removeEventListener('abort', onLeave);
    if (failures.length > 0) throw failures[0];
  }

  async *#cells(): AsyncGenerator<BatchCell, void, undefined> {
    const { id, samples } = this.#batch;
    for (let after = 0; ; ) {
      const page = await openCells(this.#parts.store, id, { after, items: itemsAtOnce, samples });
      if (page === null) return;
      yield* page.cells;
      after = page.last;
    }
  }

  async #cell(cell: BatchCell): Promise<void> {
    const answer = await this.#answer(cell);
    if (answer.kind === 'over' || answer.kind === 'later') return this.#halt(answer);
    const judged = answer.kind === 'came' ? await this.#judge(cell, answer) : null;
    if (judged !== null && 'kind' in judged) return this.#halt(judged);
    if (answer.kind === 'came') this.#came += 1;
    else this.#silent += 1;
    await this.#desk.ask({ cell, answer, judged });
    if (answer.kind === 'missing' && this.#came === 0 && this.#silent >= silentAfter) {
      this.#end({ status: 'failed', reason: this.#silentReason(answer.says) });
    }
  }

  #halt({ kind, says }: Extract<CellAnswer, { kind: 'over' | 'later' }>): void {
    if (kind === 'over') this.#end({ status: 'budget-reached', reason: says });
    else this.#end({ status: 'waiting', reason: says }, againSeconds);
  }

  #asking() {
    const { id, ownerId, asked } = this.#batch;
    return { gateway: this.#parts.gateway, batch: { id, ownerId, cache: asked.cache } };
  }

  #answer(cell: BatchCell): Promise<CellAnswer> | CellAnswer {
    const { text, language_model: model } = this.#batch.asked;
    if (text !== null && model !== null) {
      const messages = renderPrompt(text, { input: cell.input, values: cell.values });
      return askModel(this.#asking(), { role: 'primary', model, messages, sample: cell.sample });
    }
    if (cell.answer === null) return { kind: 'missing', says: 'No answer was given.' };
    const usage = { input_tokens: null, cached_input_tokens: null, output_tokens: null, reasoning_tokens: null };
    const given = { text: cell.answer, finish_reason: 'stop' as const, finish_raw: null, revision: null };
    return { kind: 'came', answer: { ...given, usage, usage_raw: null }, cached: false, cost: 0, latencyMs: 0 };
  }

  async #judge(cell: BatchCell, { answer }: Extract<CellAnswer, { kind: 'came' }>) {
    const { grader, metrics } = this.#batch.asked;
    if (!needsJudge(metrics)) return null;
    const { text, finish_reason: finish } = answer;
    const compare: CompareTexts = (ask) => similarityOf(this.#parts, ask);
    return judgeAnswer(this.#asking(), { scoring: this.#scoring(), grader, compare }, { cell, text, finish });
  }

  #scoring() {
    const { metrics, pass, length_ratio } = this.#batch.asked;
    return { metrics, pass, length_ratio };
  }

  async #scored(answers: readonly Answered[]): Promise<NewBatchResult[]> {
    const results = answers.map(plain);
    if (this.#batch.kind === 'inference') return results;
    const open: number[] = [];
    const toScore = answers.flatMap(({ cell, answer, judged }, i) => {
      const result = results[i];
      if (judged !== null && result !== undefined) results[i] = added(scoredAs(result, judged.result), judged);
      if (judged !== null || answer.kind !== 'came') return [];
      open.push(i);
      const { expected, input, values } = cell;
      return [{ text: answer.answer.text, finish: answer.answer.finish_reason, expected, input, values }];
    });
    if (toScore.length === 0) return results;
    const ask = { scoring: this.#scoring(), answers: toScore };
    for (const [place, score] of (await this.#parts.analysis.batches.ask('score', ask)).entries()) {
      const at = open[place] ?? -1;
      const result = results[at];
      if (result !== undefined) results[at] = scoredAs(result, score);
    }
    return results;
  }

  async #write(answers: readonly Answered[]): Promise<void> {
    const results = await this.#scored(answers);
    if (!(await writeBatchResults(this.#parts.store, this.#held, results))) throw new NotOurs();
    if (this.#batch.kind === 'evaluation') await this.#look();
  }

  async #summary(): Promise<BatchSummary | null> {
    const { language_model: model, grader } = this.#batch.asked;
    const scores = await batchScores(this.#parts.store, this.#batch.id);
    const summary = await this.#parts.analysis.batches.ask('batch-summary', scores);
    const kin = model === null || grader === null ? null : sameFamily(model.model, grader.model);
    if (summary === null || kin === null) return summary;
    return { ...summary, note: summary.note === null ? kin : `${summary.note} ${kin}` };
  }

  async #look(): Promise<void> {
    const began = performance.now();
    if (began < this.#lookAt) return;
    const summary = await this.#summary();
    if (summary !== null) await noteBatchSummary(this.#parts.store, this.#held, summary);
    const ended = performance.now();
    this.#lookAt = ended + Math.max(summaryMs, 20 * (ended - began));
  }

  async #settle(ending: Ending): Promise<void> {
    const summary = this.#batch.kind === 'evaluation' ? await this.#summary() : null;
    await settleBatch(this.#parts.store, this.#held, { ...ending, summary, againSeconds: this.#again });
  }
}
