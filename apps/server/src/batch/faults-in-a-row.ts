/** So many faults without an answer in between are the end of a batch. */
const most = 5;

interface Row {
  open: number;
  count: number;
}

/** How often in a row a fault that nobody foresaw has stopped a batch; an answer in between begins anew. */
export class FaultsInARow {
  readonly #rows = new Map<string, Row>();

  /** Which fault in a row this is; null: it is not to be tried again. `open`: answers still to come when the batch was taken up. */
  next({ id, open }: { id: string; open: number }): number | null {
    const before = this.#rows.get(id);
    const count = before?.open === open ? before.count + 1 : 1;
    if (count >= most) {
      this.#rows.delete(id);
      return null;
    }
    this.#rows.set(id, { open, count });
    return count;
  }

  /** It ended, or waits for something else. */
  forget(id: string): void {
    this.#rows.delete(id);
  }
}
