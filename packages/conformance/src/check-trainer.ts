import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataFacts, splitConfig, type Task, windowConfig } from '@trainyard/contracts';
import { checkConfig, dataFacts, makeSplit, mergeConfig, seededRandom } from '@trainyard/domain';
import { builtinRoot, type Catalog, type CatalogTrainer, openCatalog } from '@trainyard/trainer-catalog';
import { environmentId, findPython } from '@trainyard/trainer-host';
import { badConfigs, withValue } from './bad-configs.ts';
import { type Lab, type LabSettings, runOnce } from './lab.ts';
import { randomSettings } from './random-config.ts';
import type { Check, ConformanceReport } from './report.ts';
import { Scenarios } from './scenarios.ts';
import { startTinyLanguage, type TinyLanguage } from './tiny-language.ts';
import { makeTinyModel } from './tiny-models.ts';
import { writeTinyPrompts } from './tiny-prompts.ts';
import { writeTinyRuns } from './tiny-runs.ts';
import { type TinyDataset, writeTinyDataset, writeTinyUpload } from './tiny-signals.ts';

export interface ConformanceOptions {
  settings: LabSettings;
  /** Of the product; opened from the settings where absent. */
  catalog?: Catalog;
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
  /** Keeps the work folder, and says where it is. */
  keepIn?: string;
  /** How many random configurations that pass the check are run as well, to see whether the check lets a wrong one through. */
  random?: { count: number; seed: number };
}

/** A configuration that passes the check must not fail in the trainer. Durations and data stay as the tiny run has them. */
async function randomCheck(lab: Lab, data: Data, wanted: { count: number; seed: number }): Promise<Check> {
  const { schema, rules, manifest } = lab.trainer;
  const startedAt = performance.now();
  const random = seededRandom(wanted.seed);
  const fixed = [
    ...Object.keys(manifest.conformance.set),
    'split',
    'parts',
    'window',
    'runs',
    'models',
    'prompt',
    'language_models',
    'budget',
  ];
  const faults: string[] = [];
  let ran = 0;
  for (let draws = 0; ran < wanted.count && draws < 1000 * wanted.count; draws += 1) {
    const settings = randomSettings(schema, fixed, random);
    const { config } = mergeConfig({ schema, file: lab.config, set: settings });
    if (checkConfig({ schema, rules, config, data: data.facts }).length > 0) continue;
    ran += 1;
    lab.onProgress(`Random configuration ${ran} of ${wanted.count}`);
    const { end } = await runOnce(lab, { scenario: 'random', config });
    if (end.reason.code !== 'done') faults.push(`${end.reason.message} with ${JSON.stringify(settings)}`);
  }
  const detail = faults.length === 0 ? `${ran} ran to their end (seed ${wanted.seed})` : faults.join('\n      ');
  return {
    id: 'random-configs',
    title: 'Random configurations that pass the check do not fail in the trainer',
    status: faults.length > 0 || ran === 0 ? 'failed' : 'passed',
    detail: ran === 0 ? 'none of the random configurations passes the check' : detail,
    ms: performance.now() - startedAt,
  };
}

interface Data {
  task: Pick<Lab, 'dataset' | 'split' | 'upload'>;
  facts: DataFacts | null;
}

function configOf(
  trainer: CatalogTrainer,
  { runs, models }: Pick<Task, 'runs' | 'models'>,
  set: Record<string, unknown> = {},
) {
  const { needs, conformance } = trainer.manifest;
  const chosen = {
    ...(needs.runs === null ? {} : { runs: runs.map(({ id }) => id) }),
    ...(needs.models === null ? {} : { models: models.map(({ name, version }) => `${name}@${version}`) }),
  };
  return mergeConfig({ schema: trainer.schema, set: { ...conformance.set, ...set, ...chosen } });
}

/** Two where the trainer takes as many: reading one run and reading several are different work. */
async function prepareRuns(folder: string, trainer: CatalogTrainer): Promise<Task['runs']> {
  const { runs } = trainer.manifest.needs;
  return runs === null ? [] : writeTinyRuns(join(folder, 'runs'), Math.min(runs.max, Math.max(2, runs.min)));
}

async function splitOf(
  folder: string,
  trainer: CatalogTrainer,
  data: TinyDataset,
  config: Record<string, unknown>,
): Promise<Data> {
  const needs = trainer.manifest.needs.dataset;
  const window = needs?.windows === true ? windowConfig.parse(config.window) : null;
  const split = needs?.split === true ? makeSplit({ ...data, window, split: splitConfig.parse(config.split) }) : null;
  const dataset: Task['dataset'] = {
    folder: data.folder,
    name: 'conformance',
    version: 1,
    digest: data.digest,
    kind: data.manifest.kind,
    meta: { classes: data.manifest.classes, unit_column: data.manifest.unit_column, badge: data.manifest.badge },
  };
  const facts = dataFacts({ ...data, split, window });
  if (split === null) return { task: { dataset, split: null, upload: null }, facts };
  const path = join(folder, 'split.csv');
  await writeFile(path, split.text);
  return {
    facts,
    task: {
      dataset,
      upload: null,
      split: {
        path,
        digest: split.digest,
        by: split.by,
        note: split.note,
        companion: null,
        not_scored: split.not_scored,
      },
    },
  };
}

async function prepareData(folder: string, trainer: CatalogTrainer, config: Record<string, unknown>): Promise<Data> {
  const { conformance } = trainer.manifest;
  if (conformance.dataset === 'signals') {
    return splitOf(folder, trainer, await writeTinyDataset(join(folder, 'dataset')), config);
  }
  if (conformance.dataset === 'prompts') {
    return { task: { ...(await writeTinyPrompts(join(folder, 'dataset'))), upload: null }, facts: null };
  }
  if (conformance.upload === 'signals') {
    const upload = join(folder, 'upload');
    await writeTinyUpload(upload);
    return { task: { dataset: null, split: null, upload }, facts: null };
  }
  return { task: { dataset: null, split: null, upload: null }, facts: null };
}

function manifestCheck(trainer: CatalogTrainer): Check {
  const detail = trainer.problems.map((issue) => `${issue.path}: ${issue.message}`).join('\n      ');
  return {
    id: 'manifest',
    title: 'The manifest and its presets can be used',
    status: trainer.problems.length === 0 ? 'passed' : 'failed',
    detail,
    ms: 0,
  };
}

/** What the tiny configuration is refused for, and every wrong value that is not refused. */
function configChecks(trainer: CatalogTrainer, config: Record<string, unknown>, facts: DataFacts | null): Check[] {
  const { schema, rules } = trainer;
  const startedAt = performance.now();
  const own = checkConfig({ schema, rules, config, data: facts });
  const wrong = badConfigs(schema);
  const accepted = wrong.filter((bad) => {
    const merged = mergeConfig({ schema, file: config, set: withValue({}, bad) });
    return checkConfig({ schema, rules, config: merged.config, data: null }).length === 0;
  });
  const ms = performance.now() - startedAt;
  return [
    {
      id: 'tiny-config',
      title: 'The tiny configuration of "conformance" passes its own check',
      status: own.length === 0 ? 'passed' : 'failed',
      detail: own.map((issue) => issue.message).join('; '),
      ms,
    },
    {
      id: 'wrong-configs',
      title: 'Wrong configurations are refused before anything starts',
      status: accepted.length === 0 ? 'passed' : 'failed',
      detail:
        accepted.length === 0
          ? `${wrong.length} tried`
          : accepted.map((bad) => `${bad.path} = ${JSON.stringify(bad.value)} was accepted`).join('; '),
      ms: 0,
    },
  ];
}

function reportOf(trainer: CatalogTrainer, checks: Check[], scenarios: Scenarios | null): ConformanceReport {
  return {
    trainer: trainer.id,
    folder: trainer.folder,
    passed: checks.every((check) => check.status !== 'failed'),
    badge: scenarios?.badge ?? null,
    claimed: trainer.manifest.capabilities.exact_resume,
    largestDifference: scenarios?.largestDifference ?? null,
    checks,
  };
}

interface Around {
  catalog: Catalog;
  options: ConformanceOptions;
  language: TinyLanguage | null;
}

/** Models as the registry would hand them over, made by the trainers that the manifest names. */
async function prepareModels(folder: string, trainer: CatalogTrainer, around: Around): Promise<Task['models']> {
  const { needs, conformance } = trainer.manifest;
  const models: Task['models'] = [];
  if (needs.models === null) return models;
  for (const [index, { trainer: id, set }] of conformance.models.entries()) {
    around.options.onProgress?.(`Model ${index + 1} of ${conformance.models.length}, by ${id}`);
    const place = join(folder, 'models', String(index + 1));
    await mkdir(place, { recursive: true });
    const { lab } = await labOf(place, await around.catalog.usable(id), around, set);
    models.push(await makeTinyModel(lab, index + 1));
  }
  return models;
}

/** Everything that the attempts of one trainer have in common. */
async function labOf(
  folder: string,
  trainer: CatalogTrainer,
  around: Around,
  set?: Record<string, unknown>,
): Promise<{ lab: Lab; data: Data }> {
  const { catalog, options } = around;
  const runs = await prepareRuns(folder, trainer);
  // What makes a model for the check begins from none where it can, so that a trainer may begin from a model of its own.
  const alone = set !== undefined && trainer.manifest.needs.models?.min === 0;
  const models = alone ? [] : await prepareModels(folder, trainer, around);
  const { config } = configOf(trainer, { runs, models }, set);
  const data = await prepareData(folder, trainer, config);
  const lab: Lab = {
    trainer,
    environment: await catalog.environment(environmentId(trainer.manifest, config)),
    pythonPath: [
      join(builtinRoot, 'sdk-python/src'),
      join(builtinRoot, 'lib-python/src'),
      ...(trainer.packFolder === null ? [] : [trainer.packFolder]),
    ],
    settings: options.settings,
    folder,
    config,
    ...data.task,
    runs,
    models,
    language: trainer.manifest.needs.language_models === null ? null : (around.language?.language ?? null),
    prompt: trainer.manifest.needs.prompt ? (around.language?.prompt ?? null) : null,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => undefined),
  };
  return { lab, data };
}

/** Runs a trainer tiny, left alone, paused, killed, stopped and cancelled, and compares the results bit for bit. */
export async function checkTrainer(trainerFolder: string, options: ConformanceOptions): Promise<ConformanceReport> {
  const { settings } = options;
  // No Python at all: a trainer that needs one says so when it is started.
  const python = findPython(settings.python).then(
    (found) => found.version,
    () => null,
  );
  const catalog = options.catalog ?? openCatalog(settings, { python });
  const trainer = await catalog.load(trainerFolder);
  const checks = [manifestCheck(trainer)];
  if (trainer.problems.length > 0) return reportOf(trainer, checks, null);
  await using language = trainer.manifest.needs.language_models === null ? null : await startTinyLanguage();
  const folder = options.keepIn ?? (await mkdtemp(join(tmpdir(), 'trainyard-conformance-')));
  try {
    await mkdir(folder, { recursive: true });
    const { lab, data } = await labOf(folder, trainer, { catalog, options, language });
    const { config } = lab;
    checks.push(...configChecks(trainer, config, data.facts));
    if (checks.some((check) => check.status === 'failed')) return reportOf(trainer, checks, null);
    const scenarios = new Scenarios(lab);
    checks.push(...(await scenarios.runAll()));
    if (options.random !== undefined) checks.push(await randomCheck(lab, data, options.random));
    return reportOf(trainer, checks, scenarios);
  } finally {
    if (options.keepIn === undefined) await rm(folder, { recursive: true, force: true });
  }
}
