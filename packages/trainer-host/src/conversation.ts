import { setTimeout as wait } from 'node:timers/promises';
import { protocolVersion, type TrainerLine, type TrainerLineOf } from '@trainyard/contracts';
import type { AttemptSpec } from './attempt.ts';
import { killAll } from './bury/bury.ts';
import type { EndFacts, HostCause } from './bury/decide.ts';
import { OutputBudget, OutputLines } from './converse/output-lines.ts';
import { TrainerLines, troubleText } from './converse/trainer-lines.ts';
import { PipeReader } from './spawn/pipe-reader.ts';
import type { ProcessExit, TrainerProcess } from './spawn/spawn.ts';
import { type AttemptCommand, hostLineOf } from './stop/command-inbox.ts';
import { Ender } from './stop/ender.ts';
import { outranks, type RequestKind } from './stop/request.ts';
import { MemoryWatch } from './watch/memory.ts';
import { RunSampler } from './watch/run-sample.ts';
import { SilenceWatch } from './watch/silence.ts';

/** How long an unmodified program, which hears no command, may still turn out to be one that says hello. */
const ungreetedMs = 2000;
/**
 * A trainer that reports every few milliseconds would wake us, and pay for waking us, with every line. Left to gather
 * for this long, its lines come in threes and fours; nobody sees the delay, since writing waits longer anyway.
 */
const lineRestMs = 15;
/** Writers that outlive the main process by a moment, such as `tee`, may end by themselves. */
const ownEndMs = 200;

/**
 * Everything between spawn and burial.
 *
 * Modes: talking (lines and output flow, commands go out) → ending (SIGTERM was sent: by a deadline, a limit, or after
 * done) → exited (the process is gone, streams drain) → over (group killed, streams closed, facts stated). Only
 * `#because` decides for a cause, and keeps the first.
 */
export class Conversation {
  readonly #spec: AttemptSpec;
  readonly #trainer: TrainerProcess;
  readonly #taskFile: string;
  readonly #lines = new TrainerLines();
  readonly #budget: OutputBudget;
  readonly #stdout: OutputLines;
  readonly #stderr: OutputLines;
  readonly #ender: Ender;
  readonly #sampler: RunSampler;
  readonly #memory: MemoryWatch;
  readonly #silence: SilenceWatch;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #told = new Set<string>();
  #place: Record<string, unknown> = {};
  #cause: HostCause | null = null;
  #request: RequestKind | null = null;
  #requestId: string | null = null;
  #acknowledged = false;
  #deadline: NodeJS.Timeout | null = null;
  #deadlineAt = Number.POSITIVE_INFINITY;
  #unsent: AttemptCommand[] = [];
  #done: TrainerLineOf<'done'> | null = null;
  #failure: unknown = null;
  hello: TrainerLineOf<'hello'> | null = null;

  constructor(spec: AttemptSpec, trainer: TrainerProcess, taskFile: string, startedAt: number) {
    this.#spec = spec;
    this.#trainer = trainer;
    this.#taskFile = taskFile;
    this.#budget = new OutputBudget(spec.limits.logBytes);
    this.#stdout = new OutputLines('stdout', this.#budget, spec.limits.logLineBytes);
    this.#stderr = new OutputLines('stderr', this.#budget, spec.limits.logLineBytes);
    this.#ender = new Ender(trainer.pid, spec.limits.killGraceMs);
    this.#sampler = new RunSampler(trainer.pid, startedAt, spec.task.devices.length > 0);
    this.#memory = new MemoryWatch(trainer.pid, spec.cgroupRoot === undefined ? {} : { cgroupRoot: spec.cgroupRoot });
    this.#silence = new SilenceWatch(spec.limits.stallMs, (silentMs) => spec.onNotice?.({ kind: 'stalled', silentMs }));
  }

  async toTheEnd(): Promise<EndFacts> {
    const { channels, exited, pid } = this.#trainer;
    const { limits, signal, onNotice } = this.#spec;
    const fence = (): void => {
      this.#because({ kind: 'fenced' });
      this.#ender.kill();
    };
    signal.addEventListener('abort', fence, { once: true });
    if (signal.aborted) fence();
    onNotice?.({ kind: 'started', pid });
    const { readEnds } = channels;
    const readers = [
      this.#read(readEnds.lines, lineRestMs, (chunk) => this.#heard(this.#lines.push(chunk))),
      this.#read(readEnds.stdout, 0, (chunk) => this.#printed(this.#stdout, chunk)),
      this.#read(readEnds.stderr, 0, (chunk) => this.#printed(this.#stderr, chunk)),
    ];
    channels.commands.on('error', () => {
      // The trainer closed its stdin or is gone; deadlines and the exit tell the rest.
    });
    if (this.#spec.manifest.ends_by === 'protocol') {
      this.#after(limits.helloMs, () => {
        if (this.hello === null) this.#end({ kind: 'no-hello', seconds: limits.helloMs / 1000 });
      });
    }
    this.#after(limits.timeMs, () => {
      if (this.#done === null) this.#end({ kind: 'time-limit', seconds: Math.round(limits.timeMs / 100) / 10 });
    });
    await this.#memory.look();
    this.#everySample();
    this.#spec.commands.attach((command) => this.#ask(command));

    const exit = await exited;
    this.#clearTimers();
    await this.#bury(pid, readers);
    // Its last words were read after its exit, and may have set some of them again.
    this.#clearTimers();
    signal.removeEventListener('abort', fence);
    this.#spec.commands.attach(() => undefined);
    if (this.#failure !== null) throw this.#failure;
    return await this.#facts(exit);
  }

  #clearTimers(): void {
    this.#silence.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #bury(pid: number, readers: readonly PipeReader[]): Promise<void> {
    const { limits } = this.#spec;
    this.#ender.dispose();
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    const drained = Promise.all(readers.map((reader) => reader.closed));
    await within(drained, Math.min(ownEndMs, limits.streamDrainMs));
    await killAll(pid, this.#taskFile);
    do await within(drained, limits.streamDrainMs);
    while (readers.some((reader) => reader.holding) && !this.#spec.signal.aborted);
    for (const reader of readers) reader.destroy();
    this.#trainer.channels.commands.destroy();
    await this.#heard(this.#lines.end());
    const now = Date.now();
    const last = [...this.#stdout.end(now), ...this.#stderr.end(now)];
    if (last.length > 0) this.#spec.onLog(last);
    this.#tellTroubles();
    const { dropped } = this.#budget;
    if (dropped.lines === 0 && dropped.bytes === 0) return;
    this.#spec.onNotice?.({ kind: 'log-dropped', dropped: { ...dropped } });
    const size = `${(dropped.bytes / 2 ** 20).toFixed(1)} MiB in ${dropped.lines} lines`;
    this.#spec.onLog([
      { source: 'host', text: `… ${size} of output were dropped here; the last lines follow …`, at: now },
      ...this.#stdout.tail.lines.map((text) => ({ source: 'stdout' as const, text, at: now })),
      ...this.#stderr.tail.lines.map((text) => ({ source: 'stderr' as const, text, at: now })),
    ]);
  }

  async #facts(exit: ProcessExit): Promise<EndFacts> {
    return {
      cause: this.#cause,
      request: this.#request,
      acknowledged: this.#acknowledged,
      done: this.#done,
      greeted: this.hello !== null,
      endsBy: this.#spec.manifest.ends_by,
      exit,
      stderr: this.#stderr.tail.lines,
      memory: await this.#memory.facts(this.#sampler.peakMemoryBytes),
      place: this.#place,
    };
  }

  #because(cause: HostCause): void {
    this.#cause ??= cause;
  }

  #end(cause: HostCause): void {
    this.#because(cause);
    this.#ender.terminate();
  }

  #after(ms: number, act: () => void): void {
    // Node's timers hold 31 bits of milliseconds; a longer limit than 24 days is none.
    if (ms >= 2 ** 31) return;
    this.#timers.add(setTimeout(act, ms));
  }

  #everySample(): void {
    if (this.#spec.onSample === undefined) return;
    const look = async (): Promise<void> => {
      await this.#memory.look();
      const sample = await this.#sampler.sample(Date.now());
      if (sample !== null) this.#spec.onSample?.(sample);
    };
    const timer = setInterval(() => {
      look().catch(() => {
        // The process ended between two reads of /proc.
      });
    }, this.#spec.limits.sampleMs);
    this.#timers.add(timer);
  }

  #read(fd: number, restMs: number, take: (chunk: Buffer) => void | Promise<void>): PipeReader {
    return new PipeReader(fd, { restMs, take, failed: (error) => this.#fail(error) });
  }

  /** Our own code failed while it took what the trainer said: nobody would keep its results. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#ender.kill();
  }

  #printed(lines: OutputLines, chunk: Buffer): void {
    const now = Date.now();
    const texts = lines.push(chunk, now);
    if (texts.length > 0) this.#spec.onLog(texts);
  }

  #heard(lines: TrainerLine[]): void | Promise<void> {
    if (this.#lines.troubles.length > this.#told.size) this.#tellTroubles();
    if (lines.length === 0) return;
    let expectNextMs: number | undefined;
    for (const line of lines) {
      if (line.type === 'progress' && line.expect_next_s !== undefined) expectNextMs = line.expect_next_s * 1000;
      this.#noteLine(line);
    }
    if (this.#done === null) this.#silence.heard(expectNextMs);
    return this.#spec.onLines(lines);
  }

  #noteLine(line: TrainerLine): void {
    switch (line.type) {
      case 'hello':
        this.#greet(line);
        break;
      case 'progress': {
        const { step, epoch, phase } = line;
        this.#place = { ...this.#place, ...defined({ step, epoch, phase }) };
        break;
      }
      case 'ack':
        if (line.command !== this.#requestId) break;
        if (line.result === 'ok') this.#acknowledged = true;
        // A trainer that cannot do it is ended instead; its newest checkpoint is what remains.
        else if (this.#request !== null) this.#end({ kind: 'deadline', of: this.#request, seconds: 0 });
        break;
      case 'done':
        this.#done = line;
        this.#because({ kind: 'done' });
        this.#silence.stop();
        this.#after(this.#spec.limits.killGraceMs, () => this.#ender.terminate());
        break;
    }
  }

  #greet(line: TrainerLineOf<'hello'>): void {
    if (this.hello !== null) return;
    this.hello = line;
    if (line.protocol !== protocolVersion) {
      const message = `The trainer speaks version ${line.protocol} of the protocol; this host speaks ${protocolVersion}.`;
      this.#end({ kind: 'protocol', message });
      return;
    }
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const command of unsent) this.#write(command);
  }

  #ask(command: AttemptCommand): void {
    if (command.action === 'checkpoint') {
      this.#write(command);
      return;
    }
    if (command.action === this.#request) {
      // The same wish again, in more of a hurry: the trainer has heard it, only the deadline moves.
      this.#setDeadline(command);
      return;
    }
    if (!outranks(command.action, this.#request)) return;
    this.#request = command.action;
    this.#requestId = command.id;
    this.#acknowledged = false;
    this.#deadlineAt = Number.POSITIVE_INFINITY;
    this.#write(command);
    this.#setDeadline(command);
  }

  #setDeadline(command: Exclude<AttemptCommand, { action: 'checkpoint' }>): void {
    const hears = this.hello !== null || this.#spec.manifest.ends_by === 'protocol';
    const ms = hears ? command.deadlineMs : Math.min(command.deadlineMs, ungreetedMs);
    const at = performance.now() + ms;
    if (at >= this.#deadlineAt) return;
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadlineAt = at;
    this.#deadline = setTimeout(() => {
      this.#deadlineAt = Number.POSITIVE_INFINITY;
      // It said hello after all, and has the rest of its time.
      if (!hears && this.hello !== null) {
        this.#setDeadline({ ...command, deadlineMs: command.deadlineMs - ms });
        return;
      }
      this.#end({ kind: 'deadline', of: command.action, seconds: command.deadlineMs / 1000 });
      // A worker that is leaving has no time for another grace; what the trainer saved is whole at any moment.
      if (command.action === 'release') this.#ender.kill();
    }, ms);
  }

  /** To a program that may not know the protocol nothing is written before it has said hello. */
  #write(command: AttemptCommand): void {
    if (this.hello === null && this.#spec.manifest.ends_by === 'exit-code') {
      this.#unsent.push(command);
      return;
    }
    this.#trainer.channels.commands.write(`${JSON.stringify(hostLineOf(command))}\n`);
  }

  /** The first of each kind at once, the full count at the end. */
  #tellTroubles(): void {
    for (const trouble of this.#lines.troubles) {
      const known = `${trouble.kind} ${trouble.count}`;
      if (this.#told.has(known)) continue;
      this.#told.add(known);
      this.#spec.onNotice?.({ kind: 'trouble', trouble: { ...trouble }, message: troubleText(trouble) });
    }
  }
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  const stop = new AbortController();
  const limit = wait(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([promise, limit]);
  stop.abort();
}
