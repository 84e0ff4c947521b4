import type { Claim, HeldRun } from '@trainyard/queue/work';
import type { Carry } from './carry.ts';

/** The runs that this worker carries, each until its slot is free. */
export class Carries {
  readonly #carries = new Map<string, Carry>();
  readonly #going = new Set<Promise<void>>();

  get size(): number {
    return this.#carries.size;
  }

  get held(): HeldRun[] {
    return [...this.#carries.values()].map(({ claim: { runId, attempt } }) => ({ runId, attempt }));
  }

  all(): Carry[] {
    return [...this.#carries.values()];
  }

  of(run: HeldRun): Carry | undefined {
    return this.#carries.get(nameOf(run));
  }

  /** Starts to carry; `freed` is told when the slot is free again. */
  begin(claim: Claim, carry: Carry, freed: () => void): void {
    this.#carries.set(nameOf(claim), carry);
    const ended: Promise<void> = carry.run().finally(() => {
      this.#carries.delete(nameOf(claim));
      this.#going.delete(ended);
      freed();
    });
    this.#going.add(ended);
  }

  async allEnded(): Promise<void> {
    while (this.#going.size > 0) await Promise.all(this.#going);
  }
}

function nameOf(run: HeldRun): string {
  return `${run.runId}/${run.attempt}`;
}
