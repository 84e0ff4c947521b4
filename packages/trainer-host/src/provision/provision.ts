import { join } from 'node:path';
import type { EndReason, Manifest, Task } from '@trainyard/contracts';
import type { EnvironmentState } from '@trainyard/trainer-catalog';
import type { Interpreters } from '../spawn/argv.ts';
import { environmentFolder, installEnvironment, ProvisionError } from './install.ts';

export interface ProvisionSpec {
  environment: EnvironmentState;
  home: string;
  python: string | null;
  torch: string | null;
  limitMs: number;
}

/** What a trainer is started with. */
export interface ReadyEnvironment extends Interpreters {
  /** The folder of a Python environment; null for `node` and `none`. */
  folder: string | null;
  binFolders: readonly string[];
  /** The build of torch that replaced the locked one, if any: part of the run's record. */
  torch: string | null;
}

/** The environment of a run: the manifest's, or the one that the parameter named by `environment_from` says. */
export function environmentId(manifest: Manifest, config: Task['config']): string {
  if (manifest.environment_from === undefined) return manifest.environment;
  const chosen = config[manifest.environment_from];
  return typeof chosen === 'string' && chosen !== '' ? chosen : manifest.environment;
}

const bare: ReadyEnvironment = { folder: null, python: null, node: process.execPath, binFolders: [], torch: null };

function notThere(id: string): EndReason {
  return {
    code: 'environment-failed',
    message: `There is no environment "${id}" with a lock to install.`,
    hint: 'Environments are the folders of trainers/environments, or "node" or "none".',
    detail: { environment: id },
  };
}

/** Installs the environment if it is not there yet, and says how to start a program in it. */
export async function provision(
  spec: ProvisionSpec,
  onProgress: (message: string) => void,
  signal: AbortSignal,
): Promise<ReadyEnvironment> {
  const { environment } = spec;
  if (environment.id === 'none' || environment.id === 'node') return bare;
  if (environment.source === null || environment.folder === null) throw new ProvisionError(notThere(environment.id));
  const mark = await installEnvironment(
    {
      id: environment.id,
      source: environment.source,
      folder: environment.folder,
      sizeBytes: environment.size_bytes,
      home: spec.home,
      python: spec.python,
      torch: spec.torch,
      limitMs: spec.limitMs,
    },
    onProgress,
    signal,
  );
  const folder = environmentFolder(environment.folder, spec.torch);
  const bin = join(folder, 'bin');
  return { ...bare, folder, python: join(bin, 'python'), binFolders: [bin], torch: mark.torch };
}
