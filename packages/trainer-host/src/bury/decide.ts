import { constants } from 'node:os';
import { type EndCode, type EndReason, endCodes, type TrainerLineOf } from '@trainyard/contracts';
import type { ProcessExit } from '../spawn/spawn.ts';
import type { RequestKind } from '../stop/request.ts';
import type { MemoryFacts } from '../watch/memory.ts';
import { readStderr } from './traceback.ts';

/** What the host itself decided while the trainer ran; the first is kept. */
export type HostCause =
  | { kind: 'done' }
  | { kind: 'time-limit'; seconds: number }
  | { kind: 'no-hello'; seconds: number }
  | { kind: 'protocol'; message: string }
  | { kind: 'deadline'; of: RequestKind; seconds: number }
  | { kind: 'fenced' };

export interface EndFacts {
  cause: HostCause | null;
  request: RequestKind | null;
  /** The trainer answered the request with "ok". */
  acknowledged: boolean;
  done: TrainerLineOf<'done'> | null;
  greeted: boolean;
  endsBy: 'protocol' | 'exit-code';
  exit: ProcessExit;
  stderr: readonly string[];
  memory: MemoryFacts;
  /** Where it was: phase, epoch, step. */
  place: Readonly<Record<string, unknown>>;
}

const crashSignals: readonly string[] = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP', 'SIGSYS'];
const memoryHint =
  'Use a smaller batch size or model, fewer runs at once (TRAINYARD_SLOTS), or a computer with more memory.';

const requestCodes: Record<RequestKind, EndCode> = {
  pause: 'paused',
  release: 'worker-released',
  stop: 'stopped-on-request',
  cancel: 'cancelled-on-request',
};

/** Shells and Python's launchers turn a child's signal into exit code 128 + n. */
function signalOf(exit: ProcessExit): string | null {
  if (exit.signal !== null) return exit.signal;
  if (exit.code === null || exit.code <= 128) return null;
  const number = exit.code - 128;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** Why one attempt ended: decided here and nowhere else, from what is known when all is over. */
export function decideEnd(facts: EndFacts): EndReason {
  const { cause, request, done, exit } = facts;
  const stderr = readStderr(facts.stderr);
  const detail: Record<string, unknown> = {
    ...facts.place,
    exit_code: exit.code,
    signal: exit.signal,
    ...(facts.stderr.length > 0 ? { stderr: facts.stderr.slice(-20) } : {}),
  };
  const end = (code: EndCode, message?: string, hint: string | null = null): EndReason => ({
    code,
    message: message ?? endCodes[code].says,
    hint,
    detail,
  });
  const outOfMemory = (how: string): EndReason =>
    end(
      'out-of-memory',
      `The trainer ran out of memory (${how}; ${gigabytes(facts.memory.peakBytes)} in use at the last look).`,
      memoryHint,
    );
  const failure = (said: string): EndReason => {
    if (stderr.outOfMemory || /CUDA out of memory|MemoryError|bad_alloc/.test(said)) return outOfMemory(said);
    if (stderr.diskFull || /No space left on device/.test(said)) {
      return end('disk-full', `The disk is full: ${said}`, 'Free some space below TRAINYARD_HOME.');
    }
    return end('trainer-error', said, 'The log has the whole story.');
  };

  if (request === 'cancel') return end('cancelled-on-request');
  if (cause?.kind === 'fenced') return end('worker-lost', 'Another worker took the run over.');
  if (cause?.kind === 'time-limit') {
    return end(
      'time-limit',
      `The time limit of ${cause.seconds} s was reached; checkpoints are kept.`,
      'Where it saved a checkpoint it goes on with a longer limit: trainyard run continue <run> --time-limit <seconds>.',
    );
  }
  if (cause?.kind === 'no-hello') {
    return end(
      'no-hello',
      `The trainer never said hello within ${cause.seconds} s.`,
      'It must write a hello line to file descriptor 3 first; the SDK does so in trainyard.start(). A program that knows nothing of the protocol runs with "ends_by: exit-code".',
    );
  }
  if (cause?.kind === 'protocol') return end('protocol-error', cause.message);

  if (done !== null) {
    switch (done.status) {
      case 'completed':
        return { ...end('done', done.message), ...(done.code === undefined ? {} : { short: done.code }) };
      case 'failed': {
        const said = done.message ?? stderr.error ?? 'The trainer said that it failed.';
        return done.code === 'out-of-memory' ? outOfMemory(said) : failure(said);
      }
      case 'paused':
        if (request === 'pause' || request === 'release') return end(requestCodes[request]);
        if (request === 'stop') return end('stopped-on-request');
        return end('protocol-error', 'The trainer said that it paused, but nobody had asked it to.');
      case 'stopped':
        if (request !== null) return end(requestCodes[request]);
        return end('protocol-error', 'The trainer said that it stopped, but nobody had asked it to.');
    }
  }
  if (cause?.kind === 'deadline') {
    const kept = cause.of === 'stop' ? 'What it had saved is kept.' : 'Its newest checkpoint is kept.';
    return end(
      requestCodes[cause.of],
      `${endCodes[requestCodes[cause.of]].says} It did not leave within ${cause.seconds} s and was ended. ${kept}`,
    );
  }

  const signal = signalOf(exit);
  if (exit.code === 0) {
    if (facts.endsBy === 'exit-code') return end('done');
    if (request !== null && facts.acknowledged) return end(requestCodes[request]);
    const how = facts.greeted ? '' : ' It never said hello either.';
    return end(
      'no-done',
      `The trainer ended with exit code 0 without saying done.${how}`,
      'Its last call must be run.done(); a program that knows nothing of the protocol runs with "ends_by: exit-code".',
    );
  }
  if (signal === 'SIGKILL') {
    const { oomKills, peakBytes, limitBytes } = facts.memory;
    if (oomKills > 0) return outOfMemory('killed by the kernel');
    if (limitBytes !== null && peakBytes > limitBytes * 0.9) {
      return outOfMemory(`killed at ${gigabytes(peakBytes)} of ${gigabytes(limitBytes)}`);
    }
    return end('killed-by-signal', 'The trainer was killed by SIGKILL, which nobody here sent.');
  }
  if (signal !== null && crashSignals.includes(signal)) {
    if (stderr.outOfMemory) return outOfMemory(stderr.error ?? signal);
    const said = stderr.error === null ? '' : ` Its last line was: ${stderr.error}`;
    return end('trainer-crash', `The trainer crashed with ${signal}.${said}`);
  }
  if (signal !== null && exit.signal !== null) {
    return end('killed-by-signal', `The trainer was ended by ${signal}, which nobody here sent.`);
  }
  return failure(stderr.error ?? `The trainer ended with exit code ${exit.code}.`);
}
