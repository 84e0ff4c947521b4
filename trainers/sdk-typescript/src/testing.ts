import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '@trainyard/contracts';
import { type Line, RecordingChannel } from './channel.ts';
import { type CommandKind, Inbox } from './commands.ts';
import { Run } from './run.ts';

/** A host in memory, for a trainer's own tests: `const host = new FakeHost({ output: folder }); const run = host.start()`. */
export class FakeHost {
  readonly #task: Partial<Task> & { output: string };
  readonly #channel = new RecordingChannel();
  #inbox = new Inbox();
  #attempt = 0;
  #commands = 0;

  constructor(task: Partial<Task> & { output: string }) {
    mkdirSync(task.output, { recursive: true });
    this.#task = task;
  }

  /** Another call is another attempt; `resume` is a checkpoint's id, as in `checkpoint` lines. */
  start(resume?: string): Run {
    this.#attempt += 1;
    this.#inbox = new Inbox();
    const task: Task = {
      v: 1,
      run_id: 'fake',
      run_number: 1,
      attempt: this.#attempt,
      trainer: 'fake',
      config: {},
      dataset: null,
      split: null,
      upload: null,
      runs: [],
      models: [],
      language: null,
      prompt: null,
      checkpoint: resume === undefined ? null : this.#point(resume),
      seed: 0,
      threads: 1,
      devices: [],
      time_limit_s: 60,
      ...this.#task,
    };
    return new Run(task, this.#channel, this.#inbox);
  }

  #point(id: string): NonNullable<Task['checkpoint']> {
    const line = this.linesOf('checkpoint').find((one) => one.id === id);
    if (line === undefined) throw new Error(`no checkpoint ${id} was announced`);
    const epoch = typeof line.epoch === 'number' ? line.epoch : null;
    return { id, folder: join(this.#task.output, String(line.folder)), step: Number(line.step), epoch };
  }

  send(kind: CommandKind, deadlineMs = 5000): string {
    this.#commands += 1;
    const id = `c${this.#commands}`;
    this.#inbox.put({ kind, id, deadlineMs: kind === 'checkpoint_now' ? null : deadlineMs });
    return id;
  }

  get lines(): readonly Line[] {
    return this.#channel.lines;
  }

  linesOf(type: string): Line[] {
    return this.#channel.lines.filter((line) => line.type === type);
  }
}
