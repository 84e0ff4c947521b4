import { ApiError } from '@trainyard/api-client';
import { TrainyardError } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { inkFor } from '../terminal/ink.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type CommandContext, processContext } from './context.ts';
import { problemOf, tell, UsageError } from './error-words.ts';
import { buildProgram } from './program.ts';

function api(status: number, code = 'x'): ApiError {
  return new ApiError({
    status,
    code,
    detail: 'It failed.',
    hint: 'Do this.',
    issues: [{ path: 'a', message: 'is wrong' }],
  });
}

describe('exit codes', () => {
  it('tell wrong use, failure and absence apart', () => {
    const codes = [
      api(422),
      api(404),
      api(401),
      api(409),
      api(500),
      api(503),
      api(0),
      new UsageError('x'),
      new Error('x'),
    ].map((error) => tell(error).exitCode);
    expect(codes).toEqual([2, 2, 2, 1, 1, 3, 3, 2, 1]);
  });

  it('are 130 after an interruption, without words', () => {
    expect(tell(new DOMException('stopped', 'AbortError'))).toMatchObject({ exitCode: 130, problem: null });
  });

  it('are 2 for wrong settings', () => {
    expect(tell(new TrainyardError('settings-invalid', { detail: 'x' })).exitCode).toBe(2);
  });
});

it('an error is told with every problem and what to do', () => {
  expect(problemOf(api(422), inkFor(false))).toBe('It failed.\n  a  is wrong\nDo this.');
});

/** A terminal that keeps what is written. */
function recorder(): { context: CommandContext; said: string[] } {
  const said: string[] = [];
  const terminal: Terminal = {
    live: false,
    color: false,
    columns: 100,
    rows: 24,
    out: (text) => void said.push(text),
    note: (text) => void said.push(text),
    raw: () => undefined,
  };
  return { context: processContext(terminal), said };
}

async function ask(...args: string[]): Promise<{ exitCode: number; said: string }> {
  const { context, said } = recorder();
  let exitCode = 0;
  const program = buildProgram({
    context,
    version: '1.2.3',
    exit: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    exitCode = tell(error).exitCode;
  }
  return { exitCode, said: said.join('\n') };
}

describe('the command', () => {
  it('suggests the nearest command and option', async () => {
    expect(await ask('run', 'strat')).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('Did you mean start?'),
    });
    expect(await ask('run', 'start', 'x', '--datset', 'x')).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('Did you mean --dataset?'),
    });
  });

  it('refuses numbers and words that are none of the choices', async () => {
    expect(await ask('run', 'start', 'x', '--seed', 'abc')).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('A whole number was expected.'),
    });
    expect((await ask('run', 'start', 'x', '--priority', 'urgent')).said).toContain(
      'Allowed choices are high, normal, low.',
    );
  });

  it('prints its version and help with exit code 0', async () => {
    expect(await ask('--version')).toEqual({ exitCode: 0, said: '1.2.3' });
    expect((await ask('--help')).said).toContain('130  interrupted by Ctrl-C');
  });
});
