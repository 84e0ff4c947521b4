import { readFile } from 'node:fs/promises';
import { type BatchPart, type PartsConfig, type PromptItem, TrainyardError } from '@trainyard/contracts';
import { parseCsv, parsePromptItems } from '@trainyard/domain';
import type { Files } from '@trainyard/files';
import { defaultShares } from '@trainyard/prompts/race';
import { splitItems } from '../submit/prompt-split.ts';
import { readItemTexts } from '../submit/read-items.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { ThreadTasks } from './thread-task.ts';

/** Characters of items that stay in memory; content never changes, so neither does what was read. */
const keptCharacters = 30_000_000;

/** What the parts of a batch are made of. */
const partsOf: Readonly<Record<BatchPart, readonly string[]>> = {
  open: ['feedback', 'select', 'confirm'],
  train: ['feedback'],
  validation: ['select', 'confirm'],
  test: ['test'],
};
const usualParts: PartsConfig = { by: 'auto', ...defaultShares, seed: 0 };

interface ReadItems {
  items: PromptItem[];
  characters: number;
}

function holds(item: PromptItem, text: string): boolean {
  return [item.id, item.input, item.expected, item.group ?? ''].some((field) => field.toLowerCase().includes(text));
}

/** Items of data set versions of kind `prompts`. */
export class ItemReader {
  readonly #files: Files;
  readonly #read = new BoundedCache<ReadItems>(keptCharacters);

  constructor(files: Files) {
    this.#files = files;
  }

  async #items(digest: string): Promise<PromptItem[]> {
    const make = async (): Promise<ReadItems> => {
      const { manifest } = await this.#files.readDataset(digest);
      const texts = await readItemTexts(this.#files, digest, manifest);
      return { items: parsePromptItems(texts?.items ?? ''), characters: texts?.items.length ?? 0 };
    };
    return (await this.#read.get(digest, make, ({ characters }) => characters + 1)).items;
  }

  async list({ digest, q, offset, limit }: ThreadTasks['items']['ask']): Promise<ThreadTasks['items']['answer']> {
    const all = await this.#items(digest);
    const text = q?.trim().toLowerCase() ?? '';
    const found = text === '' ? all : all.filter((item) => holds(item, text));
    return { items: found.slice(offset, offset + limit), total: found.length };
  }

  /** By the parts that the data set gives, or else as a run without settings of its own would be dealt them. */
  async ofPart({
    digest,
    part,
    split,
  }: ThreadTasks['batch-items']['ask']): Promise<ThreadTasks['batch-items']['answer']> {
    const all = await this.#items(digest);
    const text =
      split === null ? await this.#usualSplit(digest, all) : await readFile(this.#files.splitPath(split), 'utf8');
    // Too few to have a test part: no run can be given them.
    if (text === null) return { items: part === 'open' ? all : [] };
    const partOf = new Map(parseCsv(text).map(([id = '', name = '']) => [id, name]));
    const wanted = partsOf[part];
    return { items: all.filter(({ id }) => wanted.includes(partOf.get(id) ?? '')) };
  }

  async #usualSplit(digest: string, items: readonly PromptItem[]): Promise<string | null> {
    const { manifest } = await this.#files.readDataset(digest);
    const texts = await readItemTexts(this.#files, digest, manifest);
    return splitItems({ items, given: texts?.given ?? null, parts: usualParts }).split?.text ?? null;
  }

  async ofTest({ digest, split }: ThreadTasks['test-items']['ask']): Promise<ThreadTasks['test-items']['answer']> {
    const parts = parseCsv(await readFile(this.#files.splitPath(split), 'utf8'));
    const test = new Set(parts.flatMap(([id, part]) => (part === 'test' && id !== undefined ? [id] : [])));
    const items = (await this.#items(digest)).filter(({ id }) => test.has(id));
    if (items.length !== test.size) {
      throw new TrainyardError('upload-invalid', { detail: 'the split names items that the data set does not hold' });
    }
    return { items };
  }
}
