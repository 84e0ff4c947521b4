import { dirname, join, resolve } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import { nearestName } from '@trainyard/domain';
import type { Settings } from '@trainyard/settings';
import { CodeDigests, gitCommit } from './code.ts';
import { listEnvironments } from './environments.ts';
import { configure, freeze } from './freeze.ts';
import { readTrainer } from './read-trainer.ts';
import { deletePreset, readSavedPresets, savedFolder, savePreset } from './saved-presets.ts';
import { type FoundTrainer, savedSignatureOf, scan, signatureOf } from './scan.ts';
import type { Catalog, CatalogOptions, CatalogTrainer, EnvironmentState } from './types.ts';

/** The packs that come with the product. */
export const builtinRoot = resolve(import.meta.dirname, '../../../trainers');

export function createCatalog(options: CatalogOptions): Catalog {
  const known = new Map<string, { signature: string; trainer: CatalogTrainer }>();
  const digests = new CodeDigests();

  async function environments(): Promise<EnvironmentState[]> {
    return (await listEnvironments(options)).map((one) => one.state);
  }

  async function read(found: FoundTrainer, states: EnvironmentState[]): Promise<CatalogTrainer> {
    const signature = `${found.signature}\n${states.map((one) => `${one.id} ${one.lock_digest} ${one.installed}`).join('\n')}`;
    const before = known.get(found.folder);
    if (before?.signature === signature) return before.trainer;
    const trainer = await readTrainer(found, states);
    known.set(found.folder, { signature, trainer });
    return trainer;
  }

  const saved = new Map<string, { signature: string; trainer: CatalogTrainer; whole: CatalogTrainer }>();

  /** The trainer with what people saved for it. A broken one keeps its own problems only. */
  async function withSaved(trainer: CatalogTrainer): Promise<CatalogTrainer> {
    const { presetsRoot } = options;
    if (presetsRoot == null || trainer.problems.length > 0) return trainer;
    const folder = savedFolder(presetsRoot, trainer.id);
    const signature = await savedSignatureOf(folder);
    const before = saved.get(trainer.folder);
    if (before?.signature === signature && before.trainer === trainer) return before.whole;
    const own = await readSavedPresets(
      folder,
      trainer.presets.map((one) => one.id),
    );
    const whole = { ...trainer, presets: [...trainer.presets, ...own], ownPresets: own.map((one) => one.id) };
    saved.set(trainer.folder, { signature, trainer, whole });
    return whole;
  }

  async function list(): Promise<CatalogTrainer[]> {
    const states = await environments();
    const found = await scan(options);
    const trainers = await Promise.all(found.map(async (one) => withSaved(await read(one, states))));
    const folders = new Set(found.map((one) => one.folder));
    for (const folder of known.keys()) if (!folders.has(folder)) known.delete(folder);
    for (const folder of saved.keys()) if (!folders.has(folder)) saved.delete(folder);
    // The first of a name is it; a second one is listed with what is wrong.
    return trainers.map((trainer, i) => {
      const first = trainers.findIndex((one) => one.id === trainer.id);
      if (first === i) return trainer;
      const message = `The id "${trainer.id}" is taken by the trainer in ${trainers[first]?.folder ?? ''}`;
      return { ...trainer, problems: [...trainer.problems, { path: 'id', message }] };
    });
  }

  async function get(id: string): Promise<CatalogTrainer> {
    const trainers = await list();
    const found = trainers.find((trainer) => trainer.id === id);
    if (found !== undefined) return found;
    const near = nearestName(
      id,
      trainers.filter((one) => !one.manifest.hidden).map((one) => one.id),
    );
    throw new TrainyardError('trainer-not-found', {
      trainer: id.slice(0, 80),
      nearest: near === null ? '' : ` Did you mean "${near}"?`,
    });
  }

  /** Where presets of people lie, and the trainer that they are for. */
  async function savedPlace(id: string): Promise<[string, CatalogTrainer]> {
    if (options.presetsRoot == null) throw new Error('this catalogue keeps no presets of people');
    return [options.presetsRoot, usable(await get(id))];
  }

  return {
    list,
    get,
    usable: async (id) => usable(await get(id)),
    savePreset: async (id, preset) => savePreset(...(await savedPlace(id)), preset),
    deletePreset: async (id, preset) => deletePreset(...(await savedPlace(id)), preset),
    environments,
    environment: async (id) => {
      const states = await environments();
      const found = states.find((one) => one.id === id);
      if (found !== undefined) return found;
      const message = `There is no environment "${id}"; there are ${states.map((one) => one.id).join(', ')}`;
      const issues = [{ path: 'environment', message }];
      throw new TrainyardError(
        'config-invalid',
        { count: '1 problem', first: message, trainer: '<trainer>' },
        { issues },
      );
    },
    configure,
    codeDigest: (trainer) => digests.of(trainer, options.builtinRoots),
    freeze: async (input) =>
      freeze(input, {
        codeDigest: await digests.of(input.trainer, options.builtinRoots),
        gitCommit: await gitCommit(input.trainer.folder),
        environments: await environments(),
        threads: options.threads ?? 1,
      }),
    load: async (given) => {
      const folder = resolve(given);
      const signature = await signatureOf(folder);
      if (signature === null) {
        throw new TrainyardError('trainer-broken', {
          trainer: folder,
          detail: 'there is no trainer.yaml in this folder',
        });
      }
      const packFolder = options.builtinRoots.includes(dirname(dirname(folder))) ? dirname(folder) : null;
      const source = packFolder === null ? 'user' : 'built-in';
      return readTrainer({ folder, packFolder, source, signature }, await environments());
    },
  };
}

function usable(trainer: CatalogTrainer): CatalogTrainer {
  const [first, ...rest] = trainer.problems;
  if (first === undefined) return trainer;
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  const detail = `${first.path}: ${first.message}${more}`;
  throw new TrainyardError('trainer-broken', { trainer: trainer.id, detail }, { issues: trainer.problems });
}

/** The catalogue of an installation. */
export function openCatalog(
  settings: Pick<Settings, 'home' | 'threads' | 'torch'>,
  changes: Partial<CatalogOptions> = {},
): Catalog {
  return createCatalog({
    builtinRoots: [builtinRoot],
    userRoot: join(settings.home, 'trainers'),
    presetsRoot: join(settings.home, 'presets'),
    environmentsRoot: join(settings.home, 'environments'),
    // Whoever starts trainers knows it and says so in `changes`.
    python: null,
    threads: settings.threads,
    torch: settings.torch,
    ...changes,
  });
}
