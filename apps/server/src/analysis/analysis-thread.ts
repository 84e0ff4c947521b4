import { Worker } from 'node:worker_threads';
import { type ErrorCode, errorCatalogue, TrainyardError } from '@trainyard/contracts';
import type { TaskKind, ThreadReply, ThreadTasks } from './thread-task.ts';

/** Comparing many large files takes seconds; whoever waits longer than this meets a fault of ours. */
const longestSeconds = 120;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

/**
 * A thread for what would hold up everyone else's requests: large files and resampling. It starts with the first question, one
 * answers after the other, and a thread that died is started anew with the next question.
 */
export class AnalysisThread {
  readonly #root: string;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #lastId = 0;

  /** `root`: of the files. */
  constructor(root: string) {
    this.#root = root;
  }

  /** `transfer`: memory in `ask` that is handed over rather than copied. */
  ask<K extends TaskKind>(
    kind: K,
    ask: ThreadTasks[K]['ask'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ThreadTasks[K]['answer']> {
    const thread = this.#thread ?? this.#start();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<ThreadTasks[K]['answer']>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#failAll(thread, new Error(`no answer to "${kind}" within ${longestSeconds} s`));
        void thread.terminate();
      }, longestSeconds * 1000);
      // The thread answers a question of this kind by an answer of this kind: `ThreadTasks` is the same on both sides.
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as ThreadTasks[K]['answer']), reject, timer });
      thread.ref();
      thread.postMessage({ id, kind, ask }, transfer);
    });
  }

  #start(): Worker {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { root: this.#root } });
    thread.on('message', (reply: ThreadReply) => this.#hear(thread, reply));
    thread.on('error', (error) => this.#failAll(thread, error));
    thread.on('exit', (code) => this.#failAll(thread, new Error(`the analysis thread ended with code ${code}`)));
    this.#thread = thread;
    return thread;
  }

  #hear(thread: Worker, reply: ThreadReply): void {
    const waiter = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) thread.unref();
    if (waiter === undefined) return;
    clearTimeout(waiter.timer);
    if ('answer' in reply) waiter.resolve(reply.answer);
    else if ('failed' in reply) waiter.reject(new Error(reply.failed));
    else {
      const { code, params } = reply.refused;
      waiter.reject(isCode(code) ? new TrainyardError(code, params) : new Error(`an unknown error: ${code}`));
    }
  }

  /** An error is followed by the exit: by then what waits may wait for a new thread. */
  #failAll(thread: Worker, error: Error): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === null) return;
    this.#failAll(thread, new Error('the server ends'));
    await thread.terminate();
  }
}

/** Pictures must not wait for a long comparison, so each has a thread of its own. */
export class Analysis {
  readonly pictures: AnalysisThread;
  readonly statistics: AnalysisThread;
  readonly models: AnalysisThread;
  /** Scores of answers, which come as they come. */
  readonly batches: AnalysisThread;
  /** Vectors of texts. */
  readonly texts: AnalysisThread;

  constructor(root: string) {
    this.pictures = new AnalysisThread(root);
    this.statistics = new AnalysisThread(root);
    this.models = new AnalysisThread(root);
    this.batches = new AnalysisThread(root);
    this.texts = new AnalysisThread(root);
  }

  async close(): Promise<void> {
    const all = [this.pictures, this.statistics, this.models, this.batches, this.texts];
    await Promise.all(all.map((thread) => thread.close()));
  }
}
