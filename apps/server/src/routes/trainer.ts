import { TrainyardError } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { type LearnedTrainer, learnedFromRuns } from '@trainyard/store';
import { type CatalogTrainer, presetToYaml } from '@trainyard/trainer-catalog';
import { LaunchCheck } from '../analysis/check-launch.ts';
import { KeptAnswers } from '../analysis/kept-answer.ts';
import type { Handlers } from '../http/handler.ts';
import { attachment } from '../http/range.ts';
import type { Parts } from '../parts.ts';
import { installTrainer, runningInstalls } from '../submit/install-trainer.ts';
import { planRun } from '../submit/plan-run.ts';

type TrainerRoutes =
  | 'listTrainers'
  | 'getTrainer'
  | 'installTrainer'
  | 'checkConfig'
  | 'savePreset'
  | 'getPresetYaml'
  | 'deletePreset';

/** Cards of trainers may be this far behind the runs. */
const learnedMilliseconds = 5000;

function itemOf(
  trainer: CatalogTrainer,
  learned: readonly LearnedTrainer[],
  installs: ReadonlyMap<string, number>,
): TrainerItem {
  const { manifest, presets, ownPresets, schema, defaults, source, environment, problems } = trainer;
  const { id, installed, size_bytes } = environment;
  const installing = installed ? undefined : installs.get(id);
  const found = learned.find((one) => one.trainer === trainer.id);
  return {
    manifest,
    presets,
    schema,
    defaults,
    source,
    own_presets: ownPresets,
    learned: found === undefined ? null : { runs: found.runs, seconds: found.seconds, quality: found.quality },
    environment: {
      id,
      installed,
      size_bytes,
      ...(installing === undefined ? {} : { installed_by: installing }),
    },
    problems,
  };
}

export function trainerRoutes(parts: Parts): Handlers<TrainerRoutes> {
  const { catalog, store } = parts;
  const launch = new LaunchCheck(parts);
  const learned = new KeptAnswers(() => learnedFromRuns(store), { milliseconds: learnedMilliseconds, most: 1 });
  return {
    async listTrainers() {
      const [trainers, past, installs] = await Promise.all([catalog.list(), learned.get(''), runningInstalls(parts)]);
      const items = trainers.map((trainer) => itemOf(trainer, past, installs));
      return { items, next_cursor: null, total: items.length };
    },
    async getTrainer({ params }) {
      return itemOf(await catalog.get(params.trainer), await learned.get(''), await runningInstalls(parts));
    },
    async installTrainer({ params, caller, reply }) {
      const run = await installTrainer(parts, params.trainer, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    async checkConfig({ params, body, caller }) {
      return launch.answer(await planRun(parts, { ...body, trainer: params.trainer }, caller));
    },
    savePreset: ({ params, body }) => catalog.savePreset(params.trainer, body),
    async getPresetYaml({ params, reply }) {
      const { id, presets } = await catalog.get(params.trainer);
      const preset = presets.find((one) => one.id === params.preset);
      if (preset === undefined) {
        const there = presets.map((one) => one.id).join(', ') || 'none';
        throw new TrainyardError('preset-not-found', { trainer: id, preset: params.preset, presets: there });
      }
      reply.type('application/yaml; charset=utf-8').header('content-disposition', attachment(`${preset.id}.yaml`));
      return reply.send(presetToYaml(preset));
    },
    async deletePreset({ params, reply }) {
      await catalog.deletePreset(params.trainer, params.preset);
      return reply.send();
    },
  };
}
