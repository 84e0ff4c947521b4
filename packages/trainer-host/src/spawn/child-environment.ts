import { delimiter, join } from 'node:path';
import type { Task } from '@trainyard/contracts';
import { environmentWith } from '@trainyard/settings';

export interface ChildEnvironmentSpec {
  task: Task;
  taskFile: string;
  /** Folders put before PATH: the environment's programs. */
  binFolders: readonly string[];
  /** The folder of a Python environment, or null. */
  virtualEnvironment: string | null;
  pythonPath: readonly string[];
  /** Compiled Python goes here, so that trainers' folders stay as they were delivered. */
  cacheFolder: string;
  extra: Readonly<Record<string, string>>;
}

/** Ours, or harmful to a trainer: secrets of the installation, and what would change the Python that it runs. */
const withheld =
  /^(TRAINYARD_.*|DATABASE_URL|PG[A-Z]+|PYTHONHOME|PYTHONPATH|PYTHONSTARTUP|PYTHONDONTWRITEBYTECODE|NODE_OPTIONS|NODE_CHANNEL_.*|npm_.*|INIT_CWD|VIRTUAL_ENV|CONDA_.*)$/;

/**
 * What libraries look for by themselves to pay with: a provider's key is the gateway's alone. A trainer that asks language
 * models has the key of its run, and a script what its own configuration gives it.
 */
const ofProviders =
  /^(OPENAI_.*|AZURE_OPENAI_.*|ANTHROPIC_.*|GOOGLE_VERTEX_.*|GOOGLE_APPLICATION_CREDENTIALS|AWS_BEARER_TOKEN_.*|.*_API_KEYS?)$/i;

const threadVariables = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'RAYON_NUM_THREADS',
  'POLARS_MAX_THREADS',
];

/** Where OpenAI's own clients look: an unchanged program asks through the door. */
function doorVariables({ language }: Task): Record<string, string> {
  return language === null ? {} : { OPENAI_BASE_URL: `${language.url}/v1`, OPENAI_API_KEY: language.key };
}

export function childEnvironment(spec: ChildEnvironmentSpec): Record<string, string> {
  const { task } = spec;
  const kept = Object.entries(environmentWith({})).filter(([name]) => !withheld.test(name) && !ofProviders.test(name));
  const own = Object.fromEntries(kept);
  const threads = String(task.threads);
  return {
    ...own,
    PATH: [...spec.binFolders, own.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    TRAINYARD_TASK: spec.taskFile,
    ...Object.fromEntries(threadVariables.map((name) => [name, threads])),
    OMP_DYNAMIC: 'FALSE',
    // Threads that wait must not spin: on busy cores two spinning threads made one fit take 190 s instead of 1.
    OMP_WAIT_POLICY: 'PASSIVE',
    // glibc gives large blocks back at once and takes them again at the next batch: page faults took a third of a training.
    MALLOC_MMAP_THRESHOLD_: '1073741824',
    MALLOC_TRIM_THRESHOLD_: '1073741824',
    KMP_BLOCKTIME: '0',
    GOMP_SPINCOUNT: '0',
    PYTHONHASHSEED: String(task.seed % 4_294_967_296),
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
    PYTHONPYCACHEPREFIX: spec.cacheFolder,
    // Likewise what Node compiles: a trainer with a chart library starts a quarter of a second sooner.
    NODE_COMPILE_CACHE: join(spec.cacheFolder, 'node'),
    // Without it cuBLAS is not deterministic (CUDA's documentation on reproducibility).
    CUBLAS_WORKSPACE_CONFIG: ':4096:8',
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: task.devices.join(','),
    ...(spec.pythonPath.length > 0 ? { PYTHONPATH: spec.pythonPath.join(delimiter) } : {}),
    ...(spec.virtualEnvironment === null ? {} : { VIRTUAL_ENV: spec.virtualEnvironment }),
    ...doorVariables(task),
    ...spec.extra,
  };
}
