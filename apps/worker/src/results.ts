import { join } from 'node:path';
import type { TrainerLineOf } from '@trainyard/contracts';
import type { Files } from '@trainyard/files';
import type { ArtifactIn } from '@trainyard/queue/work';
import { type FileProblem, isDiskFull } from './end.ts';

export interface ProducedDataset {
  name: string;
  folder: string;
}

interface Announced {
  path: string;
  kind: string;
  sha256: string | undefined;
  meta: Record<string, unknown>;
}

/**
 * The files that a trainer announced. Their content is verified and stored as soon as they are announced, one after the
 * other; they get their names in the run only at its end, so that an attempt that lost its run names nothing.
 */
export class Results {
  readonly #files: Files;
  readonly #runId: string;
  readonly #output: string;
  readonly #stored = new Map<string, Omit<ArtifactIn, 'location'>>();
  readonly #datasets = new Map<string, ProducedDataset>();
  readonly #problems: FileProblem[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(files: Files, runId: string, output: string) {
    this.#files = files;
    this.#runId = runId;
    this.#output = output;
  }

  artifact(line: TrainerLineOf<'artifact'>): void {
    if (line.kind === 'dataset') {
      const name = line.meta.name;
      if (typeof name === 'string' && name !== '') {
        this.#datasets.set(name, { name, folder: join(this.#output, line.path) });
      } else {
        this.#problem(line.path, new Error('the data set was announced without a name in its "meta"'));
      }
      return;
    }
    this.#save({ path: line.path, kind: line.kind, sha256: line.sha256, meta: line.meta });
  }

  predictions(line: TrainerLineOf<'predictions'>): void {
    const { path, sha256, dataset_digest, split_digest } = line;
    this.#save({ path, kind: 'predictions', sha256, meta: { dataset_digest, split_digest } });
  }

  /** At the end of the attempt: what was announced, in place. A problem is a file that is missing or differs from what was said. */
  async settle(): Promise<{ artifacts: ArtifactIn[]; datasets: ProducedDataset[]; problems: FileProblem[] }> {
    await this.#last;
    const artifacts: ArtifactIn[] = [];
    for (const artifact of this.#stored.values()) {
      const { path, sha256 } = artifact;
      try {
        const source = { path: this.#files.objectPath(sha256) };
        await this.#files.saveArtifact({ runId: this.#runId, path, source, sha256 });
        artifacts.push({ ...artifact, location: await this.#files.artifactPath(this.#runId, path) });
      } catch (error) {
        this.#problem(path, error);
      }
    }
    return {
      artifacts,
      datasets: [...this.#datasets.values()],
      problems: this.#problems,
    };
  }

  #problem(path: string, error: unknown): void {
    const message = `${path}: ${error instanceof Error ? error.message : String(error)}`;
    this.#problems.push({ message, diskFull: isDiskFull(error) });
  }

  #save(announced: Announced): void {
    this.#last = this.#last.then(() => this.#saveOne(announced));
  }

  async #saveOne({ path, kind, sha256, meta }: Announced): Promise<void> {
    try {
      const stored = await this.#files.putObject({ path: join(this.#output, path) });
      if (sha256 !== undefined && stored.sha256 !== sha256) {
        throw new Error(`its content has sha256 ${stored.sha256}, announced was ${sha256}`);
      }
      this.#stored.set(path, { path, kind, meta, ...stored });
    } catch (error) {
      this.#problem(path, error);
    }
  }
}
