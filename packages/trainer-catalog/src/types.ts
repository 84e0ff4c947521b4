import type {
  DataFacts,
  EnvironmentManifest,
  FrozenModel,
  FrozenRun,
  Issue,
  Manifest,
  Preset,
  RunSpec,
} from '@trainyard/contracts';
import type { ConfigObject, ConfigRule, MergedConfig, ParameterSchema, RecordedSplit } from '@trainyard/domain';

export interface CatalogTrainer {
  id: string;
  /** Its folder: the process's working folder. */
  folder: string;
  /** The folder above it (a pack), which is on PYTHONPATH for built-in trainers; null for a user's own. */
  packFolder: string | null;
  source: 'built-in' | 'user';
  manifest: Manifest;
  /** Those that it brings, then those that people saved here. */
  presets: Preset[];
  /** Ids of the saved ones. */
  ownPresets: string[];
  /** Complete: shared blocks included. */
  schema: ParameterSchema;
  /** The manifest's rules and those of the shared blocks. */
  rules: ConfigRule[];
  defaults: ConfigObject;
  environment: EnvironmentState;
  /** A trainer with problems is listed but cannot be run. */
  problems: Issue[];
}

export interface EnvironmentState {
  /** A folder of trainers/environments, `node` or `none`. */
  id: string;
  manifest: EnvironmentManifest | null;
  /** trainers/environments/<id>, where the lock lies; null for node and none. */
  source: string | null;
  /** sha256 of the lock; null for none. */
  lock_digest: string | null;
  /** <home>/environments/<id>-<lock 12>-<python>-<platform>; null for node and none. */
  folder: string | null;
  installed: boolean;
  size_bytes: number | null;
}

export interface CatalogOptions {
  /** Folders that hold packs: <root>/<pack>/<trainer>/trainer.yaml and <root>/environments/<id>. */
  builtinRoots: readonly string[];
  /** <home>/trainers: <userRoot>/<trainer>/trainer.yaml; may be absent. */
  userRoot: string | null;
  /** <home>/presets: presets that people saved, <presetsRoot>/<trainer>/<id>.yaml; absent where none are kept. */
  presetsRoot?: string | null;
  /** <home>/environments. */
  environmentsRoot: string;
  /** Minor version of the Python that environments are made with, `3.11`; null where nobody asked: then any that is installed. */
  python: string | null | Promise<string | null>;
  /** Threads of a run that neither states them nor whose manifest does; settings.threads. */
  threads?: number;
  /** settings.torch: the build of torch that replaces the locked one. */
  torch?: string | null;
}

export interface FreezeInput {
  trainer: CatalogTrainer;
  spec: Pick<RunSpec, 'preset' | 'config' | 'seed' | 'threads' | 'gpus' | 'time_limit_s'>;
  /** A configuration file below the spec's own settings. */
  file?: ConfigObject | null;
  dataset: { name: string; version: number; digest: string } | null;
  split: RecordedSplit | null;
  facts: DataFacts | null;
  /** The exact versions behind the setting `models`; absent where the trainer takes none. */
  models?: FrozenModel[] | undefined;
  /** Those that a language model is chosen for. */
  roles?: readonly string[] | undefined;
}

export interface Frozen {
  frozen: FrozenRun;
  /** Every problem at once; empty = may be submitted. */
  issues: Issue[];
}

export interface Catalog {
  /** Rescans what changed since the last call; broken trainers are listed with their problems. */
  list(): Promise<CatalogTrainer[]>;
  /** Throws trainer-not-found with the nearest name. */
  get(id: string): Promise<CatalogTrainer>;
  /** As `get`, but a broken one throws trainer-broken with its problems as issues. */
  usable(id: string): Promise<CatalogTrainer>;
  environments(): Promise<EnvironmentState[]>;
  environment(id: string): Promise<EnvironmentState>;
  /** Defaults ← preset ← file ← set, without data: what the split and window of a run are read from. Throws preset-not-found. */
  configure(input: Pick<FreezeInput, 'trainer' | 'spec' | 'file'>): MergedConfig & { issues: Issue[] };
  freeze(input: FreezeInput): Promise<Frozen>;
  /** Saves or replaces a preset of a person. Throws preset-protected, config-invalid. */
  savePreset(trainer: string, preset: Omit<Preset, 'recommended'>): Promise<Preset>;
  deletePreset(trainer: string, preset: string): Promise<void>;
  /** sha256 over the trainer's folder and the code it runs with. */
  codeDigest(trainer: CatalogTrainer): Promise<string>;
  /** One folder, wherever it lies, as `trainer check` and the conformance suite see it. Throws trainer-broken without a manifest. */
  load(folder: string): Promise<CatalogTrainer>;
}
