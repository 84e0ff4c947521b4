import { ApiError } from '@trainyard/api-client';
import { TrainyardError } from '@trainyard/contracts';
import { CommanderError } from 'commander';
import type { Ink } from '../terminal/ink.ts';
import { type Problem, problemText } from '../terminal/problem.ts';
import { exitCodes } from '../terminal/status-words.ts';

/** The command was not used as it should be; nothing was asked of the server. */
export class UsageError extends Error {
  readonly hint: string | null;
  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

export interface ToldError {
  exitCode: number;
  code: string;
  /** Null where it has been told already (by commander) or needs no words. */
  problem: Problem | null;
}

const wrongUse = new Set([400, 401, 403, 404, 413, 422]);

function exitCodeOfStatus(status: number): number {
  if (wrongUse.has(status)) return exitCodes.usage;
  return status === 0 || status === 503 ? exitCodes.unreachable : exitCodes.failed;
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Any error as words and an exit code. */
export function tell(error: unknown): ToldError {
  if (isInterruption(error)) return { exitCode: exitCodes.interrupted, code: 'interrupted', problem: null };
  if (error instanceof CommanderError) {
    // Help and version come as errors with exit code 0.
    return { exitCode: error.exitCode === 0 ? 0 : exitCodes.usage, code: error.code, problem: null };
  }
  if (error instanceof UsageError) {
    return {
      exitCode: exitCodes.usage,
      code: 'usage',
      problem: { message: error.message, hint: error.hint, issues: [] },
    };
  }
  if (error instanceof ApiError) {
    const { issues, allowed } = error;
    // Written for programs; here the list follows, so that its first line needs no place in the sentence.
    const listed = error.code === 'config-invalid' && issues.length > 0;
    const detail = listed ? error.detail.replace(/:.*/s, ':') : error.detail;
    const hint = listed ? error.hint.replace(/^Every problem is listed in "issues"\. /, '') : error.hint;
    const ours = error.status >= 500 && error.requestId !== undefined;
    return {
      exitCode: exitCodeOfStatus(error.status),
      code: error.code,
      problem: { message: detail, hint, issues, allowed, requestId: ours ? error.requestId : undefined },
    };
  }
  if (error instanceof TrainyardError) {
    const { message, hint, issues, allowed } = error;
    const settings = error.code === 'settings-invalid';
    return {
      exitCode: settings ? exitCodes.usage : exitCodeOfStatus(error.status),
      code: error.code,
      problem: { message, hint, issues, allowed },
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.failed, code: 'failed', problem: { message, hint: null, issues: [] } };
}

export function problemOf(error: unknown, ink: Ink): string {
  const { problem } = tell(error);
  return problem === null ? '' : problemText(problem, ink);
}
