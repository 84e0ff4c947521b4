import { constants } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FrozenModel, type Task, TrainyardError } from '@trainyard/contracts';
import { hashFile } from '@trainyard/files';
import { getFrozenRun, getModelVersion, listArtifacts } from '@trainyard/store';
import { frozenToYaml } from '@trainyard/trainer-catalog';
import type { Context } from './context.ts';

type Parts = Pick<Context, 'store' | 'files'>;

/** A file of a model that is not what was registered. */
export class DamagedModel extends Error {}

/** A copy, not a link: the trainer may do with it what it likes. */
async function copyInto(from: string, to: string): Promise<string> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  return to;
}

async function modelFiles(
  { files }: Parts,
  version: Awaited<ReturnType<typeof getModelVersion>>,
  folder: string,
): Promise<Task['models'][number]['files']> {
  const copied = [];
  for (const { path, kind, sha256, meta } of version.files) {
    const to = join(folder, 'files', path);
    const what = `${version.name}@${version.version}: its file "${path}"`;
    await copyInto(await files.artifactPath(version.run.id, path), to).catch((cause: unknown) => {
      throw new DamagedModel(`${what} cannot be read`, { cause });
    });
    const found = await hashFile(to);
    if (found.sha256 !== sha256) throw new DamagedModel(`${what} is not what was registered`);
    copied.push({ path: to, kind, sha256, meta });
  }
  return copied;
}

async function writeSourceModel(parts: Parts, model: FrozenModel, folder: string): Promise<Task['models'][number]> {
  const { store, files } = parts;
  const { name, version: number, run, trainer, config, dataset, split } = model;
  const version = await getModelVersion(store, `${name}@${number}`);
  if (version.run.id !== run.id) throw new DamagedModel(`${name}@${number} is another model than at submit`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.json'), JSON.stringify(version));
  const record = await getFrozenRun(store, run.id);
  if (record !== null) await writeFile(join(folder, 'config.yaml'), frozenToYaml(record));
  const said = (await listArtifacts(store, run.id)).find(({ kind }) => kind === 'predictions');
  const predictions =
    said === undefined
      ? null
      : await copyInto(await files.artifactPath(run.id, said.path), join(folder, 'files', said.path));
  return {
    name,
    version: number,
    run_id: run.id,
    run_number: run.number,
    trainer,
    config,
    folder,
    files: await modelFiles(parts, version, folder),
    predictions,
    split: split === null ? null : await copyInto(files.splitPath(split.digest), join(folder, 'split.csv')),
    dataset,
  };
}

/** The models of a run's record, each as a folder of files: its trainer needs neither network nor key for them. */
export async function writeSourceModels(
  parts: Parts,
  models: readonly FrozenModel[],
  folder: string,
): Promise<Task['models']> {
  const written: Task['models'] = [];
  for (const [index, model] of models.entries()) {
    written.push(await writeSourceModel(parts, model, join(folder, String(index + 1))));
  }
  return written;
}

export function isModelMissing(error: unknown): boolean {
  return error instanceof TrainyardError && error.code === 'model-not-found';
}
