import type { LanguageChoice } from '@trainyard/contracts';
import type { Prompt } from '@trainyard/prompts';
import { sameFamily } from '@trainyard/prompts/metrics';
import {
  continueStrategy,
  type FeedbackItem,
  paidParts,
  type StrategyStart,
  type StrategyState,
  spent,
} from '@trainyard/prompts/strategies';
import type { Run } from '@trainyard/sdk';
import { type Answering, answerItems } from './answer-items.ts';
import { settingsOf } from './config.ts';
import { DoorClosed, LeftWaiting, openDoor } from './door.ts';
import { endRun } from './end-run.ts';
import { type Given, given } from './given.ts';
import { gradingWords, inAnswers } from './grading.ts';
import { type Item, UnfitItems } from './items.ts';
import { askLedger } from './ledger.ts';
import { addToLibrary } from './library.ts';
import { affordableBudget } from './money-plan.ts';
import { namesIn } from './names.ts';
import { optimize, type World } from './optimize.ts';
import { type OpenJudge, openJudge } from './outside-metrics.ts';
import { patiently } from './patient.ts';
import { preflightSections, preflightTooDear, runPreflight, unansweredPreflight } from './preflight.ts';
import { propose } from './propose.ts';
import { materialOf, toolsOf } from './rules.ts';
import { nothingSaved, readSaved, type Saved, writeSaved } from './saved.ts';
import { openTestPart } from './seal.ts';
import { type Shown, showLedger, showTold } from './show-run.ts';
import type { EmbedderPlace } from './similarity-metric.ts';
import { sentence, type Told } from './story.ts';
import { nothingTried } from './verdict.ts';

/** One run of the optimiser on what the host gave it. */
class Optimizer {
  readonly #run: Run;
  readonly #given: Given;
  readonly #answering: Answering;
  readonly #open: OpenJudge;
  #saved: Saved;
  #waitingFor = '';
  #libraryOpen = true;

  constructor(run: Run, what: Given, saved: Saved) {
    this.#run = run;
    this.#given = what;
    this.#saved = saved;
    const { config, language, primary } = what;
    const door = openDoor({ url: language.url, key: language.key, held: (reason) => this.#held(reason) });
    this.#open = openJudge(config, { door, grader: language.models.grader, embedder: this.#embedder() });
    this.#answering = {
      door,
      model: primary,
      judge: this.#open.judge,
      concurrency: config.concurrency,
      leaving: () => run.shouldStop,
      count: () => this.#answered(),
    };
  }

  #embedder(): EmbedderPlace {
    const { url, key } = this.#given.language;
    return {
      url,
      key,
      references: [...this.#given.items.byId.values()].flatMap(({ expected }) => expected ?? []),
      patiently: async (work) => {
        const done = await patiently(work, (reason) => this.#held(reason));
        if (done === null) throw new LeftWaiting('the embedder was not asked');
        return done;
      },
    };
  }

  close(): void {
    this.#open.close();
  }

  /** Throws UnfitItems where what a metric needs is not there. */
  ready(): Promise<void> {
    return this.#open.ready();
  }

  tellGrading(): void {
    const { config, language, primary } = this.#given;
    const { grader } = language.models;
    const words = gradingWords(config, grader);
    if (grader === undefined || words === null) return;
    this.#run.milestone(words);
    const kin = sameFamily(primary.model, grader.model);
    if (kin !== null) this.#run.log('warning', kin);
  }

  /** What stood in the way is over. */
  #answered(): void {
    this.#waitingFor = '';
  }

  #held(reason: string): boolean {
    if (this.#waitingFor !== reason)
      this.#run.milestone(`Waiting: ${sentence(reason)} Nothing is lost; it goes on by itself.`);
    this.#waitingFor = reason;
    this.#run.progress({ message: reason });
    return !this.#run.shouldStop;
  }

  save(saved: Saved): void {
    const whole = { ...saved, library: this.#saved.library };
    const step = saved.state === null ? 0 : spent(saved.state);
    const epoch = saved.state?.round ?? 0;
    this.#run.checkpoint(step, (folder) => writeSaved(folder, whole), { epoch, keep: 2, parts: ['state'] });
  }

  /** False where the run is to leave or is over. */
  async preflight(): Promise<boolean> {
    const { config, items } = this.#given;
    const run = this.#run;
    if (!config.preflight || this.#saved.preflight !== null) return true;
    // What a run that goes on has spent already is no longer there for the preflight.
    const start = this.#start(this.#saved.state === null ? 0 : spent(this.#saved.state));
    const tooDear = preflightTooDear(start, materialOf(items), config.preflight_only);
    if (tooDear !== null) {
      const why = `${tooDear}${inAnswers(config)}`;
      run.section(unansweredPreflight(why, false));
      run.fail('budget-too-small', why);
      return false;
    }
    const found = await runPreflight(start, materialOf(items), {
      answer: async (prompt, ids, sample) => {
        if (run.shouldStop) return null;
        const asked = ids.flatMap((id) => items.byId.get(id) ?? []);
        const answered = await answerItems(this.#answering, { prompt, items: asked, sample });
        return run.shouldStop ? null : answered;
      },
      progress: (done, total, what) => {
        run.progress({
          step: done,
          total_steps: Math.max(1, total),
          phase: 'preflight',
          message: `Preflight: ${what}`,
        });
      },
    });
    if (found === null) return false;
    if ('over' in found) {
      run.milestone(`Budget reached: ${found.over}`);
      run.section(unansweredPreflight(sentence(found.over), true));
      run.done(
        {},
        `${sentence(found.over)} The preflight was not finished; the prompt is as it was.`,
        'budget-reached',
      );
      return false;
    }
    if ('silent' in found) {
      run.section(unansweredPreflight(sentence(found.silent), true));
      run.fail('no-answers', `${sentence(found.silent)} The prompt is as it was.`);
      return false;
    }
    this.#saved = { ...this.#saved, preflight: found };
    for (const one of preflightSections(found, config.preflight_only)) run.section(one);
    for (const sentence of found.report.sentences) run.milestone(sentence);
    this.save(this.#saved);
    return true;
  }

  #start(taken: number): StrategyStart {
    const { config, seed, items } = this.#given;
    const { parts, clusters } = items;
    const settings = settingsOf(config, this.#run.seed, { taken, critique: this.#evaluator() !== null });
    return { strategy: config.strategy, seed, parts, clusters, settings };
  }

  /** Whom the writer's failures are shown first; null: nobody, as where no model writes. */
  #evaluator(): LanguageChoice | null {
    const { config, language } = this.#given;
    const { evaluator } = language.models;
    return config.writer === 'model' && config.critique !== false && evaluator !== undefined ? evaluator : null;
  }

  async endPreflight(): Promise<void> {
    const { preflight } = this.#saved;
    await showLedger(this.#shown());
    const report = preflight?.report;
    const metrics = report === undefined ? {} : { wavering: report.noise.wavering, seed_score: report.headroom.seed };
    this.#run.done(metrics, report?.sentences.join(' '));
  }

  async #writeVersions(state: StrategyState): Promise<void> {
    const { language, prompt } = this.#given;
    for (const version of Object.values(state.versions)) {
      if (!this.#libraryOpen || this.#saved.library[version.id] !== undefined) continue;
      const parents = version.parents.flatMap((id) => this.#saved.library[id] ?? []);
      try {
        const place = { url: language.url, key: language.key, name: prompt.name };
        const number = await patiently(
          () => addToLibrary(place, version, parents),
          (reason) => this.#held(reason),
        );
        if (number === null) throw new LeftWaiting('a version was not written');
        this.#saved = { ...this.#saved, library: { ...this.#saved.library, [version.id]: number } };
      } catch (error) {
        if (error instanceof LeftWaiting) throw error;
        this.#libraryOpen = false;
        const why = error instanceof Error ? error.message : String(error);
        this.#run.log('warning', `${version.id} is no version of the prompt ${prompt.name}: ${why}`);
      }
    }
  }

  async #told(saved: Saved, told: Told): Promise<void> {
    if (saved.state === null) return;
    this.#saved = { ...saved, library: this.#saved.library };
    await showTold(this.#shown(), saved.state, told);
  }

  /** Of the run's own budget in money; nobody plans for those of others, who spend at the same time. */
  async #affordable(state: StrategyState): Promise<number | null> {
    const { config, language, primary, inputTokens } = this.#given;
    const limitUsd = config.budget.usd ?? 0;
    if (limitUsd <= 0) return null;
    const place = { url: language.url, key: language.key, runId: this.#run.task.run_id };
    const sums = await patiently(
      () => askLedger(place),
      (reason) => this.#held(reason),
    );
    if (sums === null) throw new LeftWaiting('the ledger was not read');
    return affordableBudget(state, { limitUsd, sums, maxTokens: primary.max_tokens, inputTokens });
  }

  #shown(): Shown {
    return { run: this.#run, given: this.#given, saved: this.#saved };
  }

  /** What a model that writes prompts may read: feedback items with what was answered to them. */
  #feedback(answers: Readonly<Record<string, string>>): Record<string, FeedbackItem> {
    const { byId, parts } = this.#given.items;
    const told = parts.feedback.flatMap((id) => {
      const [item, answer] = [byId.get(id), answers[id]];
      return item === undefined || answer === undefined
        ? []
        : [[id, { input: item.input, expected: item.expected ?? '', answer }] as const];
    });
    return Object.fromEntries(told);
  }

  async #openTest(finalists: readonly Prompt[]): Promise<void> {
    const { items, language } = this.#given;
    if (items.parts.test.every((id) => items.byId.has(id))) return;
    const { url, key } = language;
    const place = { url, key, runId: this.#run.task.run_id };
    const opened = await patiently(
      () => openTestPart(place, finalists),
      (reason) => this.#held(reason),
    );
    if (opened === null) throw new LeftWaiting('the test part was not opened');
    for (const item of opened.items) items.byId.set(item.id, item);
    const { earlier } = opened;
    const again = earlier === 0 ? '' : ` ${earlier} earlier ${earlier === 1 ? 'run' : 'runs'} opened it too.`;
    const who = finalists.length === 1 ? 'the seed' : 'the seed and the winner';
    this.#run.milestone(`The sealed test part is opened for ${who}.${again}`);
  }

  world(): World {
    const { config, items, seed, language, maxTokens } = this.#given;
    const run = this.#run;
    const optimizer = language.models.optimizer;
    const { door } = this.#answering;
    return {
      ...this.#start(this.#saved.preflight?.calls ?? 0),
      items,
      tools: toolsOf(config, seed, items, maxTokens),
      material: materialOf(items),
      answer: (prompt, asked: readonly Item[]) => answerItems(this.#answering, { prompt, items: asked, sample: 0 }),
      optimizer:
        config.writer === 'model' && optimizer !== undefined
          ? ({ state, answers }, request) => {
              if (state === null) throw new Error('a proposal without a state');
              const shown = this.#feedback(answers[request.parent] ?? {});
              const { columns } = items;
              return propose(
                { door, optimizer, evaluator: this.#evaluator(), count: () => this.#answered() },
                { state, request, items: shown, columns, maxTokens },
              );
            }
          : null,
      openTest: (finalists) => this.#openTest(finalists),
      affordable: (state) => this.#affordable(state),
      command: () => (run.command?.kind === 'stop' ? 'stop' : run.shouldStop ? 'leave' : null),
      named: async (state) => {
        await this.#writeVersions(state);
        return namesIn(this.#saved.library);
      },
      told: (saved, told) => this.#told(saved, told),
      save: (saved) => this.save(saved),
    };
  }

  /** False where the run was asked to leave. */
  async search(continued: boolean): Promise<boolean> {
    const world = this.world();
    const { state: last } = this.#saved;
    const paid = paidParts({ ...world, parts: this.#given.items.parts });
    // A budget that paid for nothing sized the parts; the new one sizes them again.
    const resized = continued && last !== null && nothingTried(last);
    const before = resized ? { ...last, parts: paid } : last;
    const state = continued && before !== null ? continueStrategy(before, world.settings, world.tools) : before;
    const { test } = this.#given.items.parts;
    const tested = (state?.parts ?? paid).test.length;
    if (tested < test.length) {
      this.#run.log(
        'info',
        `The test uses ${tested} of the ${test.length} test items: the budget of ${world.settings.budget} calls leaves one call in three for it.`,
      );
    }
    const { ended } = await optimize(world, { ...this.#saved, state });
    return ended;
  }

  end(): Promise<void> {
    const { state } = this.#saved;
    if (state === null) throw new Error('the search ended without a state');
    return endRun(this.#shown(), state);
  }
}

async function live(
  optimizer: Optimizer,
  run: Run,
  { continued, preflightOnly }: { continued: boolean; preflightOnly: boolean },
): Promise<void> {
  if (!(await optimizer.preflight())) return leave(run);
  if (preflightOnly) return await optimizer.endPreflight();
  if (!(await optimizer.search(continued))) return leave(run);
  await optimizer.end();
}

/** The whole life of a run: preflight, search, test, verdict; or as much of it as pause and stop leave. */
export async function runOptimizer(run: Run): Promise<void> {
  try {
    const what = given(run);
    for (const note of what.items.notes) run.log('info', note);
    const { prompt } = what;
    const before = run.resume === null ? nothingSaved(run.task.run_id) : readSaved(run.resume.folder);
    const continued = before.runId !== run.task.run_id;
    const saved: Saved = { ...before, runId: run.task.run_id, library: { ...before.library, v0: prompt.version } };
    if (run.resume === null) run.milestone(`Begins with version ${prompt.version} of the prompt ${prompt.name}.`);
    const optimizer = new Optimizer(run, what, saved);
    try {
      await optimizer.ready();
      if (run.resume === null) optimizer.tellGrading();
      await live(optimizer, run, { continued, preflightOnly: what.config.preflight_only });
    } finally {
      optimizer.close();
    }
  } catch (error) {
    if (error instanceof LeftWaiting) return leave(run);
    if (error instanceof UnfitItems) return run.fail('unfit-data', error.message);
    if (error instanceof DoorClosed) return run.fail('no-language-model', error.message);
    throw error;
  }
}

function leave(run: Run): void {
  if (!run.ended) run.leave();
}
