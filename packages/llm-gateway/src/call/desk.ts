const mostAtOnce = 200;

interface Waiting<Item, Answer> {
  item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Gathers what comes while a statement is under way into the next one: fifty calls that end together are one commit. The
 * answers come in the order of the items.
 */
export class Desk<Item, Answer> {
  readonly #work: (items: Item[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Item, Answer>[] = [];
  #busy = false;

  constructor(work: (items: Item[]) => Promise<readonly Answer[]>) {
    this.#work = work;
  }

  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const served = this.#waiting.splice(0, mostAtOnce);
      try {
        const answers = await this.#work(served.map(({ item }) => item));
        for (const [i, { resolve, reject }] of served.entries()) {
          const answer = answers[i];
          if (answer === undefined) reject(new Error('the desk gave no answer'));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of served) reject(error);
      }
    }
    this.#busy = false;
  }
}
