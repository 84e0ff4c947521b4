import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TrainerLineOf } from '@trainyard/contracts';
import type { Files } from '@trainyard/files';
import type { CheckpointIn } from '@trainyard/queue/work';

/** Clearing a folder away, and the line about the newer one on its way, take a moment. */
const clearingMs = 250;

/** What retention has to know of a stored checkpoint. */
export interface KeptCheckpoint {
  id: string;
  name: string;
  step: number;
  best: boolean;
}

/** Beside the best one; older ones are what nobody resumes from. */
const newestKept = 3;

/** The checkpoints that may go, given all of a run from newest to oldest. The newest and the best always stay. */
export function outdated(checkpoints: readonly KeptCheckpoint[]): KeptCheckpoint[] {
  const best = checkpoints.find((checkpoint) => checkpoint.best);
  return checkpoints.slice(newestKept).filter((checkpoint) => checkpoint !== best);
}

export interface CheckpointPorts {
  record(checkpoint: CheckpointIn): Promise<KeptCheckpoint>;
  forget(checkpoints: readonly KeptCheckpoint[]): Promise<void>;
}

/** Checkpoints of one run: verified and linked into files first, then recorded, then the outdated ones removed. */
export class Checkpoints {
  readonly #files: Files;
  readonly #runId: string;
  readonly #output: string;
  readonly #ports: CheckpointPorts;
  /** Newest first. */
  #kept: KeptCheckpoint[];

  constructor(files: Files, runId: string, output: string, before: readonly KeptCheckpoint[], ports: CheckpointPorts) {
    this.#files = files;
    this.#runId = runId;
    this.#output = output;
    this.#kept = [...before];
    this.#ports = ports;
  }

  /**
   * A fast loop clears old checkpoints away before they are looked at. One that is gone while a newer one is waiting
   * is no loss, and is passed over.
   */
  async save(line: TrainerLineOf<'checkpoint'>, overtaken: () => boolean = () => false): Promise<void> {
    const passedOver = (): boolean => overtaken() && !existsSync(join(this.#output, line.folder));
    if (passedOver()) return;
    try {
      await this.#save(line);
    } catch (error) {
      if (passedOver()) return;
      await wait(clearingMs);
      if (!passedOver()) throw error;
    }
  }

  async #save(line: TrainerLineOf<'checkpoint'>): Promise<void> {
    const prefix = `${line.folder}/`;
    const files = line.files.map((file) => {
      if (!file.path.startsWith(prefix))
        throw new Error(`its file ${file.path} is not below its folder ${line.folder}`);
      return { ...file, path: file.path.slice(prefix.length) };
    });
    const { folder } = await this.#files.saveCheckpoint({
      runId: this.#runId,
      name: line.id,
      folder: join(this.#output, line.folder),
      files,
    });
    const recorded = await this.#ports.record({
      name: line.id,
      step: line.step,
      epoch: line.epoch ?? null,
      folder,
      files,
      parts: line.parts,
      metrics: line.metrics,
      best: line.best,
    });
    const others = this.#kept.filter(({ name }) => name !== recorded.name);
    this.#kept = [recorded, ...(recorded.best ? others.map((other) => ({ ...other, best: false })) : others)];
    await this.#retain();
  }

  /** Rows first: a row without files would be offered, files without a row only take room. */
  async #retain(): Promise<void> {
    const gone = outdated(this.#kept);
    if (gone.length === 0) return;
    await this.#ports.forget(gone);
    this.#kept = this.#kept.filter((checkpoint) => !gone.includes(checkpoint));
    for (const { name } of gone) await this.#files.dropCheckpoint(this.#runId, name);
  }
}
