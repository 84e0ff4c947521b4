import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, type Preset, presetId, preset as presetSchema, slug, TrainyardError } from '@trainyard/contracts';
import { checkConfig, mergeConfig } from '@trainyard/domain';
import { stringify } from 'yaml';
import { readYaml } from './read-yaml.ts';
import { yamlFilesIn } from './scan.ts';
import type { CatalogTrainer } from './types.ts';

/**
 * Presets that people saved: `<home>/presets/<trainer>/<id>.yaml`, files like those that a trainer brings. They outlive
 * changes of the trainer, so one that does not fit any more is still listed: the form says what is wrong with it.
 */
export function savedFolder(presetsRoot: string, trainer: string): string {
  return join(presetsRoot, slug.parse(trainer));
}

/** A file that is no preset is passed over: it must not keep the trainer from being used. */
export async function readSavedPresets(folder: string, taken: readonly string[]): Promise<Preset[]> {
  const presets: Preset[] = [];
  for (const name of await yamlFilesIn(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    const { value } = readYaml(name, text, presetSchema);
    if (value !== null && `${value.id}.yaml` === name && !taken.includes(value.id)) {
      presets.push({ ...value, recommended: false });
    }
  }
  return presets;
}

export function presetToYaml(preset: Preset): string {
  return stringify(preset, { lineWidth: 120, aliasDuplicateObjects: false });
}

/** What a person must still give is no fault of a preset. */
function faultsOf(trainer: CatalogTrainer, config: Preset['config']): Issue[] {
  const merged = mergeConfig({ schema: trainer.schema, set: config });
  const issues = checkConfig({ schema: trainer.schema, rules: trainer.rules, config: merged.config, data: null });
  return issues.filter((issue) => !issue.message.includes(' is missing: '));
}

function refuseBuiltIn(trainer: CatalogTrainer, id: string): void {
  const builtIn = trainer.presets.some((one) => one.id === id) && !trainer.ownPresets.includes(id);
  if (builtIn) throw new TrainyardError('preset-protected', { preset: id, trainer: trainer.id });
}

/** Checked like the configuration of a run; the file appears whole or not at all. */
export async function savePreset(
  presetsRoot: string,
  trainer: CatalogTrainer,
  given: Omit<Preset, 'recommended'>,
): Promise<Preset> {
  refuseBuiltIn(trainer, given.id);
  const issues = faultsOf(trainer, given.config);
  const [first] = issues;
  if (first !== undefined) {
    const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
    const where = first.path === '' ? '' : `${first.path}: `;
    throw new TrainyardError(
      'config-invalid',
      { count, first: `${where}${first.message}`, trainer: trainer.id },
      { issues },
    );
  }
  // A card shows the purpose: without one it says whose it is.
  const purpose = given.purpose.trim() === '' ? 'Saved settings.' : given.purpose;
  const preset = presetSchema.parse({ ...given, purpose, recommended: false });
  const folder = savedFolder(presetsRoot, trainer.id);
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${preset.id}.${randomUUID()}`);
  try {
    await writeFile(draft, presetToYaml(preset), { flush: true });
    await rename(draft, join(folder, `${preset.id}.yaml`));
  } finally {
    await rm(draft, { force: true });
  }
  return preset;
}

/** Throws preset-protected for one that the trainer brings, preset-not-found for one that is not there. */
export async function deletePreset(presetsRoot: string, trainer: CatalogTrainer, id: string): Promise<void> {
  refuseBuiltIn(trainer, id);
  if (!trainer.ownPresets.includes(id)) {
    const presets = trainer.ownPresets.join(', ') || 'none that was saved';
    throw new TrainyardError('preset-not-found', { trainer: trainer.id, preset: id, presets });
  }
  await rm(join(savedFolder(presetsRoot, trainer.id), `${presetId.parse(id)}.yaml`), { force: true });
}
