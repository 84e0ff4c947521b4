import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Files } from '@trainyard/files';
import type { DataReply, DataTask } from './data-thread.ts';
import { type DataQuestion, type PreparedData, prepareData } from './prepare-data.ts';

/** Up to here (some 5,000 rows) reading takes a few milliseconds; more would hold up everyone else's requests. */
const inlineBytes = 300_000;
const keptAnswers = 64;

/**
 * Facts and splits of data sets. They follow from content alone, so answers are kept by digest and question: a form that
 * checks while somebody types asks the same again and again. Large data sets are read on a thread of their own.
 */
export class DatasetFacts {
  readonly #files: Files;
  readonly #answers = new Map<string, Promise<PreparedData>>();
  readonly #waiting = new Map<number, { resolve(data: PreparedData): void; reject(error: Error): void }>();
  #thread: Worker | null = null;
  #lastId = 0;

  constructor(files: Files) {
    this.#files = files;
  }

  prepare(digest: string, question: DataQuestion): Promise<PreparedData> {
    const key = createHash('sha256')
      .update(JSON.stringify([digest, question]))
      .digest('hex');
    const known = this.#answers.get(key);
    // Last used goes last.
    if (known !== undefined) this.#answers.delete(key);
    const answer = known ?? this.#ask(digest, question);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    for (const old of [...this.#answers.keys()].slice(0, Math.max(0, this.#answers.size - keptAnswers))) {
      this.#answers.delete(old);
    }
    return answer;
  }

  async #ask(digest: string, question: DataQuestion): Promise<PreparedData> {
    // Windows are dealt out one by one, and there are many more of them than rows; items by digests of their texts.
    const slow = question.split?.by === 'window' || question.parts !== null;
    if (slow || (await this.#bytes(digest)) > inlineBytes)
      return this.#inThread({ root: this.#files.root, digest, question });
    return prepareData({ ...(await this.#files.readDataset(digest)), texts: null }, question);
  }

  async #bytes(digest: string): Promise<number> {
    const folder = this.#files.datasetFolder(digest);
    const sizes = await Promise.all(
      ['index.csv', 'manifest.json'].map((name) =>
        // A missing folder is told by the read that follows, in words.
        stat(join(folder, name))
          .then(({ size }) => size)
          .catch(() => 0),
      ),
    );
    return Math.max(...sizes);
  }

  #inThread(task: Omit<DataTask, 'id'>): Promise<PreparedData> {
    const thread = this.#thread ?? this.#startThread();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.ref();
      thread.postMessage({ id, ...task } satisfies DataTask);
    });
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./data-thread.ts', import.meta.url));
    const failAll = (error: Error): void => {
      // An error is followed by the exit: by then what waits may wait for a new thread.
      if (this.#thread !== thread) return;
      this.#thread = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    thread.on('message', (reply: DataReply) => {
      const waiter = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) thread.unref();
      if ('error' in reply) waiter?.reject(new Error(reply.error));
      else waiter?.resolve(reply.prepared);
    });
    thread.on('error', failAll);
    thread.on('exit', (code) => failAll(new Error(`the data thread ended with code ${code}`)));
    this.#thread = thread;
    return thread;
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }
}
