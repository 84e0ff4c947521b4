import type { AnswerOf } from '@trainyard/contracts/routes';
import { launchWarnings } from '@trainyard/domain';
import { type CompletedRun, completedRuns, listWorkers, queueDepth } from '@trainyard/store';
import { type EnvironmentState, frozenToYaml } from '@trainyard/trainer-catalog';
import type { Parts } from '../parts.ts';
import type { RunPlan } from '../submit/plan-run.ts';
import { autoName } from '../submit/run-name.ts';
import { estimateRun } from './estimate-run.ts';
import { KeptAnswers } from './kept-answer.ts';

/** A form asks with every key that is pressed: what was learned from past runs and what is free now may be this old. */
const learnedMilliseconds = 5000;
const occupancyMilliseconds = 1000;
/** Estimates rest on the newest runs only: machines and trainers change. */
const learnedFrom = 100;
/** Kept by a trainer that says nothing of it: the last ones, and the best. */
const usuallyKept = 3;

type Answer = AnswerOf<'checkConfig'>;

interface Occupancy {
  workers: { slots: number; busy: number; gpus: number; runs: number[] }[];
  waiting: number;
  freeBytes: number;
}

async function occupancyOf({ store, files }: Parts): Promise<Occupancy> {
  const [workers, waiting, freeBytes] = await Promise.all([listWorkers(store), queueDepth(store), files.freeBytes()]);
  return {
    workers: workers
      .filter((worker) => worker.status === 'ready')
      .map(({ slots, busy, gpus, runs }) => ({
        slots,
        busy,
        gpus: gpus.length,
        runs: runs.map((run) => run.number),
      })),
    waiting,
    freeBytes,
  };
}

/** What a launch would be: its name, how long it takes, and what it would meet. */
export class LaunchCheck {
  readonly #parts: Parts;
  readonly #past: KeptAnswers<CompletedRun[]>;
  readonly #occupancy: KeptAnswers<Occupancy>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#past = new KeptAnswers((trainer) => completedRuns(parts.store, trainer, learnedFrom), {
      milliseconds: learnedMilliseconds,
      most: 64,
    });
    this.#occupancy = new KeptAnswers(() => occupancyOf(parts), { milliseconds: occupancyMilliseconds, most: 1 });
  }

  /** A trainer that runs any program may be given another environment than its own. */
  async #environmentOf({ trainer, frozen }: RunPlan): Promise<EnvironmentState> {
    const { id } = trainer.environment;
    if (frozen.trainer.environment === id) return trainer.environment;
    const environments = await this.#parts.catalog.environments();
    return environments.find((one) => one.id === frozen.trainer.environment) ?? trainer.environment;
  }

  async answer(plan: RunPlan): Promise<Answer> {
    const { trainer, spec, frozen, issues, facts, dataset } = plan;
    const [past, occupancy, environment] = await Promise.all([
      this.#past.get(trainer.id),
      this.#occupancy.get(''),
      this.#environmentOf(plan),
    ]);
    const { settings } = this.#parts;
    const prices = { currency: settings.currency, cpu: settings.cpuHourPrice, gpu: settings.gpuHourPrice };
    const estimate = estimateRun(trainer, frozen, { runs: past, prices });
    const { keep_last: keepLast } = frozen.config;
    const kept = (typeof keepLast === 'number' ? keepLast : usuallyKept) + 1;
    const split =
      frozen.split === null
        ? null
        : {
            by: frozen.split.by,
            note: frozen.split.note,
            sizes: frozen.split.sizes,
            not_scored: frozen.split.not_scored,
          };
    const warnings = launchWarnings({
      workers: occupancy.workers,
      waiting: occupancy.waiting,
      gpus: frozen.resources.gpus,
      environment,
      checkpoint_bytes: estimate.checkpoint_bytes === null ? null : estimate.checkpoint_bytes.value * kept,
      free_bytes: occupancy.freeBytes,
      reserve_bytes: settings.diskLowBytes,
      split,
    });
    const { config, origin } = frozen;
    const name = autoName(spec, dataset);
    return { config, origin, issues, facts, name, split, estimate, warnings, yaml: frozenToYaml(frozen) };
  }
}
