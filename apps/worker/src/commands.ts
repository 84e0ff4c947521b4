import type { TrainerLineOf } from '@trainyard/contracts';
import type { Command } from '@trainyard/queue/work';
import type { Settings } from '@trainyard/settings';
import { CommandInbox } from '@trainyard/trainer-host';

/** Writes one answer down; the same command may be answered only once. */
type Answer = (command: Command, result: string, message: string | null) => Promise<void>;

/** What one run is asked for. A command comes with every beat until it is answered, and goes to the trainer once. */
export class Commands {
  readonly inbox = new CommandInbox();
  readonly #settings: Settings;
  readonly #answer: Answer;
  readonly #answered = new Set<string>();
  #open: Command[] = [];
  cancelled = false;

  constructor(settings: Settings, answer: Answer) {
    this.#settings = settings;
    this.#answer = answer;
  }

  hear(command: Command): void {
    if (this.#answered.has(command.id) || this.#open.some(({ id }) => id === command.id)) return;
    this.#open.push(command);
    const { id, action } = command;
    const { pauseDeadlineSeconds, stopDeadlineSeconds, cancelGraceSeconds } = this.#settings;
    switch (action) {
      case 'pause':
        this.inbox.send({ id, action, deadlineMs: pauseDeadlineSeconds * 1000 });
        break;
      case 'stop':
        this.inbox.send({ id, action, deadlineMs: stopDeadlineSeconds * 1000 });
        break;
      case 'cancel':
        this.cancelled = true;
        this.inbox.send({ id, action, deadlineMs: cancelGraceSeconds * 1000 });
        break;
      case 'checkpoint':
        this.inbox.send({ id, action });
        break;
      case 'resume':
        // For the queue, not for a trainer.
        break;
    }
  }

  /** The trainer's own answer. */
  async answered(line: TrainerLineOf<'ack'>): Promise<void> {
    const command = this.#open.find(({ id }) => id === line.command);
    if (command === undefined) return;
    await this.#answer(command, line.result, line.message ?? null);
    this.#close(command);
  }

  /** What the trainer never answered is answered by its end. */
  async answerRest(): Promise<void> {
    for (const command of [...this.#open]) {
      await this.#answer(command, 'ok', null);
      this.#close(command);
    }
  }

  #close(command: Command): void {
    this.#answered.add(command.id);
    this.#open = this.#open.filter((open) => open !== command);
  }
}
