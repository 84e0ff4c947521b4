import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { mergeConfig, parseCsv } from '@trainyard/domain';
import { builtinRoot, type Catalog, createCatalog } from '@trainyard/trainer-catalog';
import { findPython, provision } from '@trainyard/trainer-host';
import type { Fold } from './splits.ts';

export interface Request {
  trainer: string;
  preset: string | null;
  set: Record<string, unknown>;
  seed: number;
  output: string;
  data: string | null;
  split: Fold | null;
  /** Of the processor; one where nothing is said. */
  threads?: number;
}

export interface Prediction {
  id: string;
  truth: string;
  said: string;
  /** What each class got, where the trainer says it. */
  shares?: Record<string, number>;
}

const limitMs = 30 * 60_000;

/** Runs trainers as a person would by hand, with the configuration that the product would give them. */
export class TrainerRunner {
  readonly #catalog: Catalog;
  readonly #home: string;
  readonly #pythons = new Map<string, Promise<string>>();
  readonly root: string;

  private constructor(root: string, home: string, catalog: Catalog) {
    this.root = root;
    this.#home = home;
    this.#catalog = catalog;
  }

  static async open(root: string): Promise<TrainerRunner> {
    const home = process.env.TRAINYARD_TEST_CACHE ?? path.join(homedir(), '.cache/trainyard-test');
    mkdirSync(home, { recursive: true });
    const python = await findPython(process.env.TRAINYARD_PYTHON || null);
    const catalog = createCatalog({
      builtinRoots: [builtinRoot],
      userRoot: null,
      environmentsRoot: path.join(home, 'environments'),
      python: python.version,
    });
    return new TrainerRunner(root, home, catalog);
  }

  /** The interpreter of a trainer's environment, which is made where it is not there yet. */
  async python(id: string): Promise<string> {
    const { environment } = await this.#catalog.usable(id);
    const known = this.#pythons.get(environment.id);
    if (known !== undefined) return known;
    const spec = { environment, home: this.#home, python: process.env.TRAINYARD_PYTHON || null, torch: null, limitMs };
    const made = provision(spec, () => undefined, AbortSignal.timeout(limitMs)).then((ready) => {
      if (ready.python === null) throw new Error(`the environment ${environment.id} has no Python`);
      return ready.python;
    });
    this.#pythons.set(environment.id, made);
    return made;
  }

  async #pythonPath(id: string): Promise<string> {
    const { packFolder, folder } = await this.#catalog.usable(id);
    const sources = ['trainers/sdk-python/src', 'trainers/lib-python/src'].map((part) => path.join(this.root, part));
    return [...sources, ...(packFolder === null ? [] : [packFolder]), folder].join(path.delimiter);
  }

  /** What the product would freeze for a run with these settings. */
  async config(request: Pick<Request, 'trainer' | 'preset' | 'set'>): Promise<Record<string, unknown>> {
    const trainer = await this.#catalog.usable(request.trainer);
    const preset =
      request.preset === null ? {} : (trainer.presets.find((one) => one.id === request.preset)?.config ?? {});
    return mergeConfig({ schema: trainer.schema, preset, set: request.set }).config;
  }

  async run(request: Request): Promise<void> {
    const trainer = await this.#catalog.usable(request.trainer);
    const config = await this.config(request);
    mkdirSync(request.output, { recursive: true });
    const file = (name: string) => path.join(request.output, name);
    writeFileSync(file('config.json'), JSON.stringify(config));
    const args = ['--config', file('config.json'), '--output', request.output, '--seed', String(request.seed)];
    if (request.data !== null) args.push('--dataset', request.data);
    if (request.split !== null) {
      const lines = [...request.split.parts].map(([id, part]) => `${id},${part}`);
      writeFileSync(file('split.csv'), `sample_id,part\n${lines.join('\n')}\n`);
      args.push('--split', file('split.csv'));
    }
    const entry = trainer.manifest.entry.slice(1);
    await this.spawn(request.trainer, [...entry, ...args], trainer.folder, request.threads);
  }

  async spawn(trainer: string, args: string[], cwd: string, threads = 1): Promise<void> {
    const child = spawn(await this.python(trainer), args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        PYTHONPATH: await this.#pythonPath(trainer),
        PYTHONDONTWRITEBYTECODE: '1',
        OMP_NUM_THREADS: String(threads),
        OMP_WAIT_POLICY: 'PASSIVE',
      },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (part) => {
      said = `${said}${part}`.slice(-4000);
    });
    const code = await new Promise((resolve) => child.on('close', (exit, signal) => resolve(signal ?? exit)));
    if (code !== 0) throw new Error(`${trainer} ended with ${code}:\n${said}`);
  }

  /** Trains on a fold and answers what was said of its test part. */
  async score(request: Omit<Request, 'output'>): Promise<Prediction[]> {
    const output = mkdtempSync(path.join(tmpdir(), 'trainyard-signals-'));
    try {
      await this.run({ ...request, output });
      const [header = [], ...rows] = parseCsv(readFileSync(path.join(output, 'predictions.csv'), 'utf8'));
      return rows.map((row) => {
        const cells = Object.fromEntries(header.map((name, at) => [name, row[at] ?? '']));
        const scores = header.filter((name) => name.startsWith('score_'));
        const shares = Object.fromEntries(scores.map((name) => [name.slice('score_'.length), Number(cells[name])]));
        return { id: cells.sample_id ?? '', truth: cells.truth ?? '', said: cells.prediction ?? '', shares };
      });
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  }
}
