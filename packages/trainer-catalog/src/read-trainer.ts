import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Issue,
  type Manifest,
  manifest as manifestSchema,
  type Preset,
  preset as presetSchema,
} from '@trainyard/contracts';
import {
  type ConfigRule,
  checkConfig,
  checkParameters,
  defaultsOf,
  isPlainObject,
  mergeConfig,
  nearestName,
  type ParameterSchema,
  schemaAt,
  withSharedBlocks,
} from '@trainyard/domain';
import { withIncluded } from './include.ts';
import { readYaml } from './read-yaml.ts';
import { type FoundTrainer, presetFiles } from './scan.ts';
import type { CatalogTrainer, EnvironmentState } from './types.ts';

const manifestKeys = Object.keys(manifestSchema.shape);

/** What stands for a trainer whose manifest cannot be read: it is listed, never run. */
function placeholder(folder: string, raw: unknown): Manifest {
  const said = isPlainObject(raw) ? raw : {};
  const id = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const text = (key: string, other: string, longest: number): string => {
    const value = said[key];
    return typeof value === 'string' && value !== '' ? value.slice(0, longest) : other;
  };
  const asId = manifestSchema.shape.id.safeParse(said.id);
  return manifestSchema.parse({
    id: asId.success ? asId.data : id === '' ? 'unnamed' : id.slice(0, 60),
    title: text('title', basename(folder).slice(0, 80), 80),
    purpose: text('purpose', 'This trainer cannot be used: its manifest has problems.', 240),
    family: text('family', 'broken', 60),
    environment: 'none',
    entry: ['false'],
    parameters: { type: 'object', properties: {} },
  });
}

function missing(issue: Issue): boolean {
  return issue.message.includes(' is missing: ');
}

/** A stated configuration (a preset, the tiny one) has to pass the trainer's own check; what a user must still give may be absent. */
function checkStated(
  where: string,
  set: Record<string, unknown>,
  schema: ParameterSchema,
  rules: ConfigRule[],
): Issue[] {
  const { config } = mergeConfig({ schema, set });
  return checkConfig({ schema, rules, config, data: null })
    .filter((issue) => !missing(issue))
    .map((issue) => ({ path: where, message: issue.message }));
}

async function checkPlaces(
  found: FoundTrainer,
  manifest: Manifest,
  environments: readonly EnvironmentState[],
): Promise<Issue[]> {
  const issues: Issue[] = [];
  const names = environments.map((one) => one.id);
  if (!names.includes(manifest.environment)) {
    const near = nearestName(manifest.environment, names);
    const guess = near === null ? '' : `. Did you mean "${near}"?`;
    issues.push({
      path: 'environment',
      message: `There is no environment "${manifest.environment}"; there are ${names.join(', ')}${guess}`,
    });
  }
  const program = manifest.entry.slice(1).find((word) => /\.(py|ts|mjs|js|sh)$/.test(word) && !word.includes('{'));
  if (program !== undefined) {
    await access(join(found.folder, program)).catch(() =>
      issues.push({ path: 'entry', message: `The program "${program}" is not in the trainer's folder` }),
    );
  }
  return issues;
}

function checkNames(manifest: Manifest, schema: ParameterSchema): Issue[] {
  const issues: Issue[] = [];
  for (const key of manifest.capabilities.continue) {
    if (schemaAt(schema, key) === null) {
      issues.push({ path: 'capabilities.continue', message: `"${key}" is no parameter of this trainer` });
    }
  }
  if (manifest.environment_from !== undefined && schemaAt(schema, manifest.environment_from) === null) {
    issues.push({
      path: 'environment_from',
      message: `"${manifest.environment_from}" is no parameter of this trainer`,
    });
  }
  return issues;
}

async function readPresets(folder: string, schema: ParameterSchema, rules: ConfigRule[]) {
  const presets: Preset[] = [];
  const issues: Issue[] = [];
  for (const name of await presetFiles(folder)) {
    const file = `presets/${name}`;
    const read = readYaml(
      file,
      await readFile(join(folder, 'presets', name), 'utf8'),
      presetSchema,
      Object.keys(presetSchema.shape),
    );
    issues.push(...read.issues);
    if (read.value === null) continue;
    if (`${read.value.id}.yaml` !== name) {
      issues.push({ path: file, message: `The id "${read.value.id}" must be the file's name without ".yaml"` });
    }
    issues.push(...checkStated(file, read.value.config, schema, rules));
    presets.push(read.value);
  }
  const order = ['quick', 'standard', 'max', 'fast'];
  const rank = (preset: Preset): number => (order.includes(preset.id) ? order.indexOf(preset.id) : order.length);
  presets.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return { presets, issues };
}

const unknownEnvironment: Omit<EnvironmentState, 'id'> = {
  manifest: null,
  source: null,
  lock_digest: null,
  folder: null,
  installed: false,
  size_bytes: null,
};

/** One trainer with all its problems; a broken file never throws. */
export async function readTrainer(
  found: FoundTrainer,
  environments: readonly EnvironmentState[],
): Promise<CatalogTrainer> {
  const text = await readFile(join(found.folder, 'trainer.yaml'), 'utf8');
  const read = readYaml('trainer.yaml', text, manifestSchema, manifestKeys);
  const problems: Issue[] = [...read.issues];
  const own = read.value ?? placeholder(found.folder, read.raw);
  const { manifest, issues } = await withIncluded(found, own);
  problems.push(...issues);
  let schema: ParameterSchema = { type: 'object', properties: {} };
  let rules: ConfigRule[] = [];
  let presets: Preset[] = [];
  if (read.value !== null) {
    ({ schema, rules } = withSharedBlocks(manifest));
    problems.push(...checkParameters(schema, rules), ...checkNames(manifest, schema));
    problems.push(...(await checkPlaces(found, manifest, environments)));
    if (problems.length === 0) {
      const listed = await readPresets(found.folder, schema, rules);
      presets = listed.presets;
      problems.push(...listed.issues, ...checkStated('conformance.set', manifest.conformance.set, schema, rules));
    }
  }
  const environment = environments.find((one) => one.id === manifest.environment);
  return {
    id: manifest.id,
    folder: found.folder,
    packFolder: found.packFolder,
    source: found.source,
    manifest,
    presets,
    ownPresets: [],
    schema,
    rules,
    defaults: problems.length === 0 ? defaultsOf(schema) : {},
    environment: environment ?? { id: manifest.environment, ...unknownEnvironment },
    problems,
  };
}
