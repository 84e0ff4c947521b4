import type { TrainerItem } from '@trainyard/contracts/routes';
import { type CatalogTrainer, frozenToYaml } from '@trainyard/trainer-catalog';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { installTrainer } from '../submit/install-trainer.ts';
import { planRun } from '../submit/plan-run.ts';

type TrainerRoutes = 'listTrainers' | 'getTrainer' | 'installTrainer' | 'checkConfig';

function itemOf(trainer: CatalogTrainer): TrainerItem {
  const { manifest, presets, schema, defaults, source, environment, problems } = trainer;
  const { id, installed, size_bytes } = environment;
  return { manifest, presets, schema, defaults, source, environment: { id, installed, size_bytes }, problems };
}

export function trainerRoutes(parts: Parts): Handlers<TrainerRoutes> {
  const { catalog } = parts;
  return {
    async listTrainers() {
      const items = (await catalog.list()).map(itemOf);
      return { items, next_cursor: null, total: items.length };
    },
    async getTrainer({ params }) {
      return itemOf(await catalog.get(params.trainer));
    },
    async installTrainer({ params, caller, reply }) {
      const run = await installTrainer(parts, params.trainer, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    async checkConfig({ params, body, caller }) {
      const { frozen, issues, facts } = await planRun(parts, { ...body, trainer: params.trainer }, caller);
      return { config: frozen.config, origin: frozen.origin, issues, facts, yaml: frozenToYaml(frozen) };
    },
  };
}
