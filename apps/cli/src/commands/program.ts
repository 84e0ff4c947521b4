import { Command } from 'commander';
import { registerBatch } from './batch.ts';
import { registerBudget } from './budget.ts';
import type { CommandContext } from './context.ts';
import { registerDataset } from './dataset.ts';
import { registerDatabase } from './db.ts';
import { registerDoctor } from './doctor.ts';
import { registerExperiment } from './experiment.ts';
import { registerKey } from './key.ts';
import { registerLanguageCall } from './language-call.ts';
import { registerLanguageModel } from './language-model.ts';
import { registerLink } from './link.ts';
import { registerMetric } from './metric.ts';
import { registerModel } from './model.ts';
import { registerPrice } from './price.ts';
import { registerPrompt } from './prompt.ts';
import { registerProvider } from './provider.ts';
import { registerRun } from './run.ts';
import { registerShare } from './share.ts';
import { registerTrainer } from './trainer.ts';
import { registerWorker } from './worker.ts';

/** Gives a command its work: a number that it returns is the exit code, all else is 0. */
export type Register = <Options extends object>(
  command: Command,
  work: (context: CommandContext, args: readonly string[], options: Options) => unknown,
) => void;

export interface ProgramParts {
  context: CommandContext;
  version: string;
  exit(code: number): void;
  /** Further commands, before the others in the help. */
  first?: (program: Command) => void;
}

export const exitCodeWords: readonly (readonly [number, string])[] = [
  [0, 'done; with --follow: the run completed'],
  [1, 'it failed; with --follow: the run failed'],
  [2, 'wrong use, wrong configuration, or no such thing'],
  [3, 'the server, or its database, cannot be reached'],
  [4, 'with --follow: the run was cancelled'],
  [5, 'with --follow: the run was stopped'],
  [130, 'interrupted by Ctrl-C; runs go on'],
];

function exitCodeHelp(): string {
  return ['', 'Exit codes:', ...exitCodeWords.map(([code, words]) => `  ${String(code).padEnd(4)} ${words}`)].join(
    '\n',
  );
}

/** The whole tree of commands; docs/reference/cli.md is made from it. */
export function buildProgram({ context, version, exit, first }: ProgramParts): Command {
  const program = new Command('trainyard')
    .description('Train models, import data and follow runs, from the terminal.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      writeErr: (text) => context.terminal.note(text.trimEnd()),
    })
    .showHelpAfterError('See its options with --help.')
    .addHelpText('after', exitCodeHelp());

  const register: Register = (command, work) => {
    command.action(async () => {
      const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string');
      const code = await work(context, args, command.opts());
      exit(typeof code === 'number' ? code : 0);
    });
  };
  first?.(program);
  registerRun(program, register);
  registerDataset(program, register);
  registerModel(program, register);
  registerPrompt(program, register);
  registerMetric(program, register);
  registerBatch(program, register);
  registerTrainer(program, register);
  registerExperiment(program, register);
  registerShare(program, register);
  registerWorker(program, register);
  registerDatabase(program, register);
  registerDoctor(program, register);
  registerLink(program, register);
  registerKey(program, register);
  registerProvider(program, register);
  registerLanguageModel(program, register);
  registerPrice(program, register);
  registerBudget(program, register);
  registerLanguageCall(program, register);
  return program;
}
